package dev.symbio.platform.storage;

import java.sql.SQLException;
import java.util.regex.Pattern;

/**
 * A failure as it may be logged and stored: databases tell the values of rows that do not fit, and those may be personal data,
 * which is nowhere as plain text. Its message is the class of what failed, the SQLSTATE where there is one, and its message without
 * values; its stack and its causes are those of what failed.
 */
public final class CleanFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final int MAX_CAUSES = 20;

    /** PostgreSQL quotes a statement of a batch with its values; what a value holds must not end it. */
    private static final Pattern BATCH = Pattern.compile("(Batch entry \\d+ ).*( was aborted)", Pattern.DOTALL);
    /** A row as PostgreSQL shows it, from its first value to the last bracket there is. */
    private static final Pattern ROW = Pattern.compile(
            "((?:Failing row contains |\\)=|values ?)\\().*\\)", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
    /** Quoted as in SQL, or where a value that is no number or date is shown. */
    private static final Pattern QUOTED =
            Pattern.compile("'[^']*'|(?<=: |converting |from String )\"[^\"]*\"", Pattern.DOTALL);

    private CleanFailure(Throwable failure, CleanFailure cause) {
        super(text(failure), cause, false, true);
        setStackTrace(failure.getStackTrace());
    }

    public static CleanFailure of(Throwable failure) {
        return of(failure, MAX_CAUSES);
    }

    private static CleanFailure of(Throwable failure, int depth) {
        Throwable cause = failure.getCause();
        return new CleanFailure(failure, cause == null || depth == 0 ? null : of(cause, depth - 1));
    }

    /** On one line or several, such as {@code org.postgresql.util.PSQLException [23505]: ERROR: duplicate key ...}. */
    public static String text(Throwable failure) {
        String state =
                failure instanceof SQLException sql && sql.getSQLState() != null ? " [" + sql.getSQLState() + "]" : "";
        String message = failure.getMessage();
        return failure.getClass().getName() + state + (message == null ? "" : ": " + clean(message));
    }

    private static String clean(String message) {
        String text = BATCH.matcher(message).replaceAll("$1...$2");
        text = ROW.matcher(text).replaceAll("$1...)");
        return QUOTED.matcher(text).replaceAll("...");
    }
}
