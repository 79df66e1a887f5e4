package dev.symbio.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WebhookSettingsTest {
    private static final WebhookSettings SETTINGS = WebhookSettings.DEFAULT;

    @Property
    void pausesDoubleUpToALimitAndAreSpread(@ForAll @IntRange(min = 1, max = 10_000) int failures, @ForAll long id) {
        Duration pause = SETTINGS.pauseAfter(failures, "msg_" + id);
        Duration least = failures <= 20
                ? SETTINGS.firstRetryAfter().multipliedBy(1L << (failures - 1))
                : SETTINGS.maxRetryAfter();
        Duration floor = least.compareTo(SETTINGS.maxRetryAfter()) < 0 ? least : SETTINGS.maxRetryAfter();
        assertThat(pause).isBetween(floor, floor.plus(floor.dividedBy(2)));
        assertThat(SETTINGS.pauseAfter(failures, "msg_" + id))
                .as("derived, not drawn")
                .isEqualTo(pause);
    }

    @Test
    void whatFailedTogetherDoesNotComeBackTogether() {
        Set<Duration> pauses = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            pauses.add(SETTINGS.pauseAfter(5, "msg_" + i));
        }
        assertThat(pauses).hasSizeGreaterThan(80);
    }

    @Test
    void aClaimOutlivesEveryAttempt() {
        assertThat(SETTINGS.lease())
                .isGreaterThan(
                        SETTINGS.connectTimeout().plus(SETTINGS.answerTimeout()).multipliedBy(2));
    }
}
