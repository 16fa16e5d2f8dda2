package org.snapup.ips.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snapup.ips.account.AccountNames;
import org.snapup.ips.action.Action;
import org.snapup.ips.image.ImageFiles;

class AccountVerifierTest {
    private static final Action USER =
            Action.parse("user username=webd group=webd uid=80 gcos-field=Web ftpuser=false");

    @TempDir
    Path root;

    @BeforeEach
    void writeFiles() throws IOException {
        Files.createDirectories(root.resolve("etc/ftpd"));
        write("passwd", "root:x:0:0::/root:/bin/sh\nwebd:x:80:80:Web:/:/bin/sh\n");
        write("group", "root::0:\nbin::2:\nwebd::80:\n");
        write("shadow", "root:*LK*:::::::\nwebd:*LK*:::::::\n");
        write("ftpd/ftpusers", "webd\n");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(root.resolve("etc").resolve(name), text);
    }

    private List<String> texts() {
        try (ImageFiles files = ImageFiles.open(root)) {
            return new AccountVerifier(files)
                    .user(USER).stream().map(Finding::text).toList();
        }
    }

    @Test
    void shouldFindNothingWrong() {
        assertThat(texts()).isEmpty();
    }

    @Test
    void shouldTellWhatIsMissingOfAUserWhoseGroupIsGone() throws IOException {
        write("passwd", "root:x:0:0::/root:/bin/sh\n");
        write("group", "root::0:\n");
        assertThat(texts())
                .containsExactly(
                        "uid: '<missing>' should be '80'",
                        "group: '<missing>' should be 'webd'",
                        "gcos-field: '<missing>' should be 'Web'",
                        "home-dir: '<missing>' should be '/'");
    }

    @Test
    void shouldNameTheGroupThatIsGone() throws IOException {
        write("group", "root::0:\n");
        assertThat(texts()).containsExactly("webd is an unknown or invalid group");
    }

    @Test
    void shouldTakeNamesFromTheFilesOnlyWhereTheyAre() throws IOException {
        assertThat(groupName(2)).isEqualTo("bin");
        assertThat(groupName(1)).isEqualTo("1");
        Files.delete(root.resolve("etc/group"));
        assertThat(groupName(1)).isEqualTo("other");
    }

    private String groupName(int gid) {
        try (ImageFiles files = ImageFiles.open(root)) {
            return new AccountNames(files).groupName(gid);
        }
    }
}
