package dev.symbio.gateway.intake;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a feature reads its rows.
 *
 * @param <T> what a row becomes; in NDJSON a line is this type's JSON
 */
public interface RowMapper<T> {
    Class<T> type();

    /** All columns that a CSV file may have, in any order. */
    List<String> columns();

    /** The columns that a CSV file must have. */
    List<String> requiredColumns();

    /** Reads a CSV row. Values that cannot be read are noted in the fields, the result then does not count. */
    T map(Fields fields);

    /** CSV lines that follow each other and have the same group are one row; null when each line is a row of its own. */
    default @Nullable String group(Fields fields) {
        return null;
    }

    /** A row with what one more line of its group tells; must not grow without bounds. */
    default T joined(T row, T next) {
        throw new UnsupportedOperationException("Each line is a row of its own.");
    }
}
