package dev.symbio.gateway.commitment;

import dev.symbio.contracts.commitment.Sample;
import dev.symbio.gateway.intake.Fields;
import dev.symbio.gateway.intake.RowMapper;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows of samples. A line of NDJSON is a {@link Sample}; a row of CSV is a sample with one value. */
final class TelemetryRows implements RowMapper<Sample> {
    private static final List<String> REQUIRED = List.of("stream", "id", "at", "field", "value");

    @Override
    public Class<Sample> type() {
        return Sample.class;
    }

    @Override
    public List<String> columns() {
        return List.of("stream", "id", "at", "field", "value", "unit");
    }

    @Override
    public List<String> requiredColumns() {
        return REQUIRED;
    }

    @Override
    public Sample map(Fields fields) {
        String field = fields.text("field");
        BigDecimal value = fields.decimal("value");
        String unit = fields.text("unit");
        return new Sample(
                fields.text("stream"), fields.text("id"), fields.instant("at"), of(field, value), of(field, unit));
    }

    private static <T> @Nullable Map<String, T> of(@Nullable String field, @Nullable T value) {
        return field == null || value == null ? null : Collections.singletonMap(field, value);
    }
}
