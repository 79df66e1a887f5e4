package dev.symbio.ops.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.symbio.ops.deliveries.Delivery;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartnerHistoryTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 6, 15);

    @Test
    void isTheSameForTheSameSeed() {
        assertThat(PartnerHistory.upTo(TODAY, 7)).isEqualTo(PartnerHistory.upTo(TODAY, 7));
        assertThat(PartnerHistory.upTo(TODAY, 7)).isNotEqualTo(PartnerHistory.upTo(TODAY, 8));
    }

    @Test
    void hasABadPartnerAndAStrikeAndNothingFromTheFuture() {
        PartnerHistory history = PartnerHistory.upTo(TODAY, 7);
        assertThat(onTime(history, Partner.BAD)).isLessThan(0.85);
        assertThat(onTime(history, Partner.ALL.get(0))).isGreaterThan(0.95);
        assertThat(history.struck()).isNotEmpty();
        assertThat(history.late()).isNotEmpty();
        assertThat(history.deliveries())
                .noneMatch(delivery -> delivery.deliveredOn().isAfter(TODAY));
    }

    private static double onTime(PartnerHistory history, Partner partner) {
        List<Delivery> own = history.deliveries().stream()
                .filter(delivery -> delivery.provider().equals(partner.name()))
                .toList();
        return own.stream().filter(Delivery::met).count() / (double) own.size();
    }
}
