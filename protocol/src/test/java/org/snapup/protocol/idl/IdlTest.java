package org.snapup.protocol.idl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IdlTest {
    @Test
    void shouldReadEveryFormOfType() {
        Idl idl = Idl.parse("""
                # a comment
                interface org.example.all
                type Colour (red, green)
                type All (a: ?[]string, b: [string](), c: Colour, d: (x: int, y: float))
                method Do(in: All) -> () # another
                error Wrong (what: object)
                """);

        assertThat(idl.name()).isEqualTo("org.example.all");
        assertThat(idl.types().get("Colour")).isEqualTo(new IdlType.Enumeration(List.of("red", "green")));
        IdlType.Struct all = (IdlType.Struct) idl.types().get("All");
        assertThat(all).isNotNull();
        assertThat(all.fields())
                .containsEntry("a", new IdlType.Nullable(new IdlType.Array(new IdlType.Basic("string"))))
                .containsEntry("b", new IdlType.Dictionary(new IdlType.Struct(Map.of())))
                .containsEntry("c", new IdlType.Named("Colour"));
        assertThat(idl.methods()).containsOnlyKeys("Do");
        assertThat(idl.errors()).containsOnlyKeys("Wrong");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "interface nodots",
                "interface a.b\ntype x (a: int)",
                "interface a.b\ntype X (a: int, b)",
                "interface a.b\ntype X (a: ??int)",
                "interface a.b\ntype X (a: int) type X (a: int)",
                "interface a.b\ntype X (a: int, a: int)",
                "interface a.b\ntype X (a: int) method X() -> ()",
                "interface a.b\nmethod M() -> (one, two)",
                "interface a.b\nmethod M()",
                "interface a.b\nerror E (",
                "interface a.b\n$"
            })
    void shouldRefuseMistakes(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Idl.parse(text)).withMessageStartingWith("line ");
    }
}
