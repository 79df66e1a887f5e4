package dev.symbio.gateway.opportunity;

import dev.symbio.contracts.opportunity.CustomerSize;
import dev.symbio.contracts.opportunity.ImportedRow;
import dev.symbio.contracts.opportunity.Outcome;
import dev.symbio.contracts.opportunity.Stage;
import dev.symbio.gateway.intake.Fields;
import dev.symbio.gateway.intake.RowMapper;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Rows of history: the columns of a CSV file are the fields of an {@link ImportedRow}. */
final class ImportRows implements RowMapper<ImportedRow> {
    private static final Map<String, Stage> STAGES = byWord(Stage.values(), Stage::word);
    private static final Map<String, Outcome> OUTCOMES = byWord(Outcome.values(), Outcome::word);
    private static final Map<String, CustomerSize> SIZES = byWord(CustomerSize.values(), CustomerSize::word);

    private static final List<String> COLUMNS = List.of(
            "reference",
            "source",
            "customer",
            "industry",
            "size",
            "region",
            "product",
            "amount",
            "currency",
            "owner",
            "supervisor",
            "openedAt",
            "stage",
            "outcome",
            "closedAt",
            "reason");

    @Override
    public Class<ImportedRow> type() {
        return ImportedRow.class;
    }

    @Override
    public List<String> columns() {
        return COLUMNS;
    }

    @Override
    public List<String> requiredColumns() {
        return List.of("reference", "source", "customer", "owner", "openedAt", "stage");
    }

    @Override
    public ImportedRow map(Fields fields) {
        return new ImportedRow(
                fields.text("reference"),
                fields.text("source"),
                fields.text("customer"),
                fields.text("industry"),
                fields.oneOf("size", SIZES),
                fields.text("region"),
                fields.text("product"),
                fields.decimal("amount"),
                fields.text("currency"),
                fields.text("owner"),
                fields.text("supervisor"),
                fields.instant("openedAt"),
                fields.oneOf("stage", STAGES),
                fields.oneOf("outcome", OUTCOMES),
                fields.instant("closedAt"),
                fields.text("reason"));
    }

    private static <T> Map<String, T> byWord(T[] values, Function<T, String> word) {
        return Arrays.stream(values).collect(Collectors.toUnmodifiableMap(word, Function.identity()));
    }
}
