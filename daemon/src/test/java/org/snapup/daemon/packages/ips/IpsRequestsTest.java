package org.snapup.daemon.packages.ips;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.snapup.daemon.packages.PackageRequest;
import org.snapup.ips.plan.PlanRequest;
import org.snapup.protocol.Packages.MediatorRequest;

class IpsRequestsTest {
    @Test
    void shouldTakeAnEmptyChoiceForNone() {
        assertThat(mediator("", null))
                .isEqualTo(new PlanRequest.SetMediator(Set.of("vi"), Optional.of("None"), Optional.empty()));
        assertThat(mediator("9", ""))
                .isEqualTo(new PlanRequest.SetMediator(Set.of("vi"), Optional.of("9"), Optional.of("None")));
    }

    private static PlanRequest mediator(@Nullable String version, @Nullable String implementation) {
        MediatorRequest request = new MediatorRequest(
                null, List.of("vi"), version, implementation, null, null, null, null, null, null, null);
        return IpsRequests.of(new PackageRequest(PackageRequest.Kind.SET_MEDIATOR, request, false));
    }
}
