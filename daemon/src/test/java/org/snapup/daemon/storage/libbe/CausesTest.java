package org.snapup.daemon.storage.libbe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.snapup.ffi.libbe.BeError;
import org.snapup.protocol.ErrorCode;

class CausesTest {
    @Test
    void shouldHaveCauseAndNextStepForEachError() {
        assertThat(BeError.values()).allSatisfy(error -> {
            Causes.Cause cause = Causes.of(error);
            assertThat(cause.cause()).isNotBlank().doesNotEndWith(".");
            assertThat(cause.next()).isNotBlank().doesNotEndWith(".");
        });
    }

    @Test
    void shouldMapToWhatTheUserCanActOn() {
        assertThat(Causes.of(BeError.NOSPC).code()).isEqualTo(ErrorCode.NO_SPACE);
        assertThat(Causes.of(BeError.BUSY).code()).isEqualTo(ErrorCode.BE_BUSY);
        assertThat(Causes.of(BeError.BE_EXISTS).code()).isEqualTo(ErrorCode.NAME_TAKEN);
        assertThat(Causes.of(BeError.BOOTFILE_INST).code()).isEqualTo(ErrorCode.NO_BOOT_LOADER);
        assertThat(Causes.of(BeError.DESTROY_CURR_BE).code()).isEqualTo(ErrorCode.BE_ACTIVE);
        assertThat(Causes.of(BeError.BE_NOENT).code()).isEqualTo(ErrorCode.NO_SUCH_BE);
    }

    /** The numbers of libbe.h, where they are used in other tests' C. */
    @Test
    void shouldNumberErrorsAsTheHeaderDoes() {
        assertThat(BeError.ACCESS.number()).isEqualTo(4000);
        assertThat(BeError.BE_NOENT.number()).isEqualTo(4003);
        assertThat(BeError.NOSPC.number()).isEqualTo(4029);
        assertThat(BeError.ZFS.number()).isEqualTo(4044);
        assertThat(Arrays.stream(BeError.values()).map(error -> BeError.of(error.number())))
                .allSatisfy(error -> assertThat(error).isPresent());
        assertThat(BeError.of(3999)).isEmpty();
        assertThat(BeError.of(4066)).isEmpty();
    }
}
