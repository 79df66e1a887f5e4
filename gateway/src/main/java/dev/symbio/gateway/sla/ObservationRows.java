package dev.symbio.gateway.sla;

import dev.symbio.contracts.sla.Observation;
import dev.symbio.gateway.intake.Fields;
import dev.symbio.gateway.intake.RowMapper;
import java.util.List;

/** Rows of observations: the columns of a CSV file are the fields of an {@link Observation}. */
final class ObservationRows implements RowMapper<Observation> {
    private static final List<String> COLUMNS = List.of(
            "id",
            "at",
            "happenedAt",
            "met",
            "value",
            "unit",
            "amount",
            "currency",
            "orderedAt",
            "measuredFrom",
            "measuredTo");

    @Override
    public Class<Observation> type() {
        return Observation.class;
    }

    @Override
    public List<String> columns() {
        return COLUMNS;
    }

    @Override
    public List<String> requiredColumns() {
        return List.of("id", "at");
    }

    @Override
    public Observation map(Fields fields) {
        return new Observation(
                fields.text("id"),
                fields.instant("at"),
                fields.instant("happenedAt"),
                fields.bool("met"),
                fields.decimal("value"),
                fields.text("unit"),
                fields.decimal("amount"),
                fields.text("currency"),
                fields.instant("orderedAt"),
                fields.instant("measuredFrom"),
                fields.instant("measuredTo"));
    }
}
