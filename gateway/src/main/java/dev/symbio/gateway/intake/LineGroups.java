package dev.symbio.gateway.intake;

import dev.symbio.gateway.http.Problem.Fault;
import org.jspecify.annotations.Nullable;

/**
 * Joins CSV lines that follow each other into one row, for mappers that ask for it. A row of which a line is at fault is left out
 * as a whole: part of it would be taken for all of it. A line of which nobody can tell where it belongs spoils both neighbours.
 */
final class LineGroups<T> {
    /** Takes rows that are complete. */
    @FunctionalInterface
    interface Rows<T> {
        void add(long line, T row);
    }

    /** Of all lines of a row. */
    static final int MAX_ROW_BYTES = 1 << 20;

    private final RowMapper<T> mapper;
    private final RowErrors errors;
    private final Rows<T> rows;

    private @Nullable String open;
    private long firstLine;
    private long rowBytes;
    private @Nullable T row;
    private boolean spoiled;
    private boolean nextSpoiled;

    LineGroups(RowMapper<T> mapper, RowErrors errors, Rows<T> rows) {
        this.mapper = mapper;
        this.errors = errors;
        this.rows = rows;
    }

    /**
     * @param bytes of the line
     * @param read null when the line has faults
     */
    void line(long number, int bytes, Fields fields, @Nullable T read) {
        String group = mapper.group(fields);
        if (group == null) {
            if (read == null) {
                unreadable();
            } else {
                rows.add(number, read);
            }
            return;
        }
        if (!group.equals(open)) {
            end();
            open = group;
            firstLine = number;
            spoiled = nextSpoiled;
        }
        nextSpoiled = false;
        boolean fitted = rowBytes <= MAX_ROW_BYTES;
        rowBytes += bytes;
        if (fitted && rowBytes > MAX_ROW_BYTES) {
            errors.add(Fault.inLine(
                    number,
                    group,
                    "row.too-long",
                    "Expected at most " + MAX_ROW_BYTES + " bytes in all lines of a row."));
        }
        if (read == null || rowBytes > MAX_ROW_BYTES) {
            spoiled = true;
            row = null;
        } else if (!spoiled) {
            row = row == null ? read : mapper.joined(row, read);
        }
    }

    void unreadable() {
        spoiled = true;
        nextSpoiled = true;
    }

    /** No more lines belong to the row that is open. */
    void end() {
        if (open != null && spoiled) {
            errors.add(Fault.inLine(
                    firstLine,
                    open,
                    "row.incomplete",
                    "Expected all lines of this row to be acceptable; it was left out as a whole."));
        } else if (open != null && row != null) {
            rows.add(firstLine, row);
        }
        open = null;
        row = null;
        rowBytes = 0;
        spoiled = false;
    }
}
