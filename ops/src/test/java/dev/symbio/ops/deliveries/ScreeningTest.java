package dev.symbio.ops.deliveries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScreeningTest {
    @Test
    void countsARepeatedIdOnceAndReportsAChangedOne() {
        Screening screening = Screening.of(List.of(
                delivery(2, "a", "Acme", "10", "USD"),
                delivery(3, "a", "Acme", "10.00", "USD"),
                delivery(4, "a", "Acme", "11", "USD"),
                delivery(5, "a", "Other", "11", "USD")));
        assertThat(screening.byProvider().get("Acme"))
                .extracting(Delivery::line)
                .containsExactly(2L);
        assertThat(screening.byProvider().get("Other"))
                .extracting(Delivery::line)
                .containsExactly(5L);
        assertThat(screening.repeated()).isEqualTo(1);
        assertThat(screening.problems())
                .extracting(RowProblem::line, RowProblem::code)
                .containsExactly(tuple(3L, "row.repeated"), tuple(4L, "row.conflict"));
    }

    @Test
    void keepsToTheCurrencyOfAProvidersFirstRow() {
        Screening screening = Screening.of(List.of(
                delivery(2, "a", "Acme", "10", "EUR"),
                delivery(3, "b", "Acme", "10", "USD"),
                delivery(4, "c", "Other", "10", "USD"),
                delivery(5, "b", "Acme", "10", "EUR")));
        assertThat(screening.byProvider().get("Acme"))
                .extracting(Delivery::line)
                .containsExactly(2L, 5L);
        assertThat(screening.problems())
                .extracting(RowProblem::line, RowProblem::code)
                .containsExactly(tuple(3L, "row.another-currency"));
    }

    private static Delivery delivery(long line, String id, String provider, String value, String currency) {
        LocalDate day = LocalDate.of(2011, 3, 1);
        return new Delivery(line, id, provider, day, day, new BigDecimal(value), currency);
    }
}
