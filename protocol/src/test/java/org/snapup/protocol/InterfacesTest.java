package org.snapup.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.snapup.protocol.idl.Idl;
import org.snapup.protocol.idl.IdlType;

/** The {@code .varlink} files and the code say the same. */
final class InterfacesTest {
    private static final IdlType MESSAGE = new IdlType.Basic("string");

    static List<Methods.Method> methods() {
        return List.copyOf(Methods.all().values());
    }

    static List<String> interfaces() {
        return Interfaces.ALL;
    }

    @ParameterizedTest
    @MethodSource("methods")
    void shouldDescribeTheRecordsOfEveryMethod(Methods.Method method) {
        int dot = method.name().lastIndexOf('.');
        Idl idl = idl(method.name().substring(0, dot));

        Idl.Method described = idl.methods().get(method.name().substring(dot + 1));

        assertThat(described).as("%s in its .varlink file", method.name()).isNotNull();
        assertThat(IdlOfRecord.mismatches(idl, method.parameters(), described.parameters()))
                .isEmpty();
        assertThat(IdlOfRecord.mismatches(idl, method.reply(), described.reply()))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("interfaces")
    void shouldServeEveryDescribedMethod(String name) {
        Idl idl = idl(name);

        assertThat(idl.name()).isEqualTo(name);
        assertThat(idl.methods().keySet())
                .allSatisfy(method -> assertThat(Methods.all()).containsKey(name + "." + method));
    }

    @ParameterizedTest
    @MethodSource("interfaces")
    void shouldUseEveryDescribedType(String name) {
        Idl idl = idl(name);
        Set<String> used = new TreeSet<>();
        idl.methods().values().forEach(method -> {
            collect(idl, method.parameters(), used);
            collect(idl, method.reply(), used);
        });

        assertThat(idl.types().keySet()).containsExactlyInAnyOrderElementsOf(used);
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void shouldDescribeEveryError(ErrorCode code) {
        int dot = code.varlinkName().lastIndexOf('.');
        Idl idl = idl(code.varlinkName().substring(0, dot));

        IdlType.Struct described = idl.errors().get(code.varlinkName().substring(dot + 1));

        assertThat(described).as("%s in its .varlink file", code).isNotNull();
        Reply reply = Reply.of(new SnapupException(code, "subject", "message", null));
        assertThat(described.fields().keySet())
                .containsExactlyElementsOf(reply.parameters().keySet());
        if (!idl.name().equals(Interfaces.SERVICE)) {
            assertThat(described.fields())
                    .containsEntry("message", MESSAGE)
                    .containsEntry("subject", new IdlType.Nullable(MESSAGE));
        }
    }

    @ParameterizedTest
    @MethodSource("interfaces")
    void shouldHaveACodeForEveryDescribedError(String name) {
        Set<String> codes =
                Arrays.stream(ErrorCode.values()).map(ErrorCode::varlinkName).collect(Collectors.toSet());

        assertThat(idl(name).errors().keySet())
                .allSatisfy(error -> assertThat(codes).contains(name + "." + error));
    }

    @Test
    void shouldRefuseToDescribeAnUnknownInterface() {
        assertThatThrownBy(() -> Interfaces.description("org.example.none"))
                .isInstanceOfSatisfying(SnapupException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.INTERFACE_NOT_FOUND);
                    assertThat(e.subject()).isEqualTo("org.example.none");
                });
    }

    @Test
    void shouldTellAnUnknownMethodFromAnUnknownInterface() {
        assertThatThrownBy(() -> Methods.of("org.snapup.Jobs.Nothing"))
                .isInstanceOfSatisfying(
                        SnapupException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.METHOD_NOT_FOUND));
        assertThatThrownBy(() -> Methods.of("org.example.Thing.Do"))
                .isInstanceOfSatisfying(
                        SnapupException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERFACE_NOT_FOUND));
    }

    private static Idl idl(String name) {
        return Idl.parse(Interfaces.description(name));
    }

    private static void collect(Idl idl, IdlType type, Set<String> used) {
        if (type instanceof IdlType.Named named) {
            if (used.add(named.name())) {
                collect(idl, idl.resolve(named), used);
            }
        } else if (type instanceof IdlType.Nullable nullable) {
            collect(idl, nullable.of(), used);
        } else if (type instanceof IdlType.Array array) {
            collect(idl, array.of(), used);
        } else if (type instanceof IdlType.Dictionary dictionary) {
            collect(idl, dictionary.of(), used);
        } else if (type instanceof IdlType.Struct struct) {
            struct.fields().values().forEach(field -> collect(idl, field, used));
        }
    }
}
