package org.snapup.ips.solve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ImpliedTest {
    @Test
    void shouldFollowAChainOfClauses() {
        Implied implied = new Implied();
        implied.atMostOne(new int[] {2, 3, 4});
        implied.add(-1, 2, 3, 4);
        implied.add(-1, -3);
        implied.add(-1, -4);
        implied.add(-2, -200);

        assertThat(implied.isRuledOut(200)).isFalse();
        implied.add(1);

        assertThat(implied.isRuledOut(3)).isTrue();
        assertThat(implied.isRuledOut(200)).isTrue();
        assertThat(implied.isRuledOut(2)).isFalse();
        assertThat(implied.isRuledOut(-2)).isTrue();
        assertThat(implied.isRuledOut(-3)).isFalse();
        assertThat(implied.isRuledOut(1000)).isFalse();
    }

    @Test
    void shouldRuleOutNothingThatASearchFinds() {
        Random random = new Random(7);
        for (int problem = 0; problem < 300; problem++) {
            Sat sat = new Sat();
            sat.reserve(12);
            sat.atMostOne(new int[] {1, 2, 3});
            sat.atMostOne(new int[] {4, 5, 6});
            for (int clause = 0; clause < 18; clause++) {
                sat.add(random.ints(random.nextInt(3) + 1, 1, 13)
                        .map(variable -> random.nextBoolean() ? variable : -variable)
                        .toArray());
                for (int variable = 1; variable <= 12; variable++) {
                    if (sat.isRuledOut(variable)) {
                        assertThat(sat.solve(variable)).isFalse();
                    }
                    if (sat.isRuledOut(-variable)) {
                        assertThat(sat.solve(-variable)).isFalse();
                    }
                }
            }
        }
    }
}
