package org.snapup.daemon.storage.zfs.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.snapup.daemon.storage.Tag;
import org.snapup.exec.CommandResult;
import org.snapup.protocol.ErrorCode;

class ZfsCommandsTest {
    @Test
    void shouldReadPropertiesWithTabsInValues() {
        Map<String, Dataset> datasets =
                ZfsCommands.parse("p/a b\tguid\t1\t-\np/a b\tx:y\tone\ttwo\tlocal\np\tguid\t2\t-\n");

        assertThat(datasets.keySet()).containsExactly("p/a b", "p");
        assertThat(datasets)
                .hasEntrySatisfying(
                        "p/a b",
                        dataset -> assertThat(dataset.property("x:y")).isEqualTo(new Property("one\ttwo", "local")));
    }

    @Test
    void shouldLeaveOutWhatIsNoProperty() {
        assertThat(ZfsCommands.parse("\nno tabs\none\ttab\n")).isEmpty();
    }

    @Test
    void shouldCountOnlyLocalTag() {
        Tag tag = new Tag("i", 4, "clone");
        Property local = new Property(tag.toString(), "local");
        Property inherited = new Property(tag.toString(), "inherited from p");
        Property received = new Property(tag.toString(), "received");

        assertThat(new Dataset("p", Map.of(Property.TAG, local)).isOf(tag)).isTrue();
        assertThat(new Dataset("p/child", Map.of(Property.TAG, inherited)).isOf(tag))
                .isFalse();
        assertThat(new Dataset("p/sent", Map.of(Property.TAG, received)).isOf(tag))
                .isFalse();
    }

    @Test
    void shouldTellFullPoolFromBusyDataset() {
        assertThat(ZfsCommands.failure("x", "p", new CommandResult(1, "", "cannot promote: out of space"))
                        .code())
                .isEqualTo(ErrorCode.NO_SPACE);
        assertThat(ZfsCommands.failure("x", "p", new CommandResult(1, "", "cannot rename: dataset is busy"))
                        .code())
                .isEqualTo(ErrorCode.BE_BUSY);
        assertThat(ZfsCommands.failure("x", "p", new CommandResult(1, "", "")).code())
                .isEqualTo(ErrorCode.STORAGE_FAILED);
    }
}
