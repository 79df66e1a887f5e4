package dev.symbio.ops.deliveries;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads RFC 4180 text and goes on behind records that are none. That is why it is no library: those stop at the first
 * broken record, or let a quote that is never closed swallow the rest of the file. Here a record over several lines that
 * turns out unusable costs its first line only; reading goes on with the second.
 *
 * <p>Lines end with LF, CRLF or CR; empty lines are skipped; a quote within an unquoted field is a character like any.
 */
public final class CsvRows {
    /** Longest record. A longer one is reported and skipped by its first line. */
    static final int MAX_RECORD_CHARS = 64 << 10;

    /** Takes rows one by one. */
    public interface Sink {
        /** @return false if it is none, so that one over several lines shall be read again from its second line */
        boolean row(long line, List<String> fields);

        /** What starts on this line is not CSV. */
        void broken(long line, String why);
    }

    private final String text;
    private int at;
    private long line = 1;

    private CsvRows(String text) {
        this.text = text;
    }

    public static void read(String text, Sink sink) {
        CsvRows rows = new CsvRows(text);
        while (rows.at < text.length()) {
            rows.readRow(sink);
        }
    }

    private void readRow(Sink sink) {
        int start = at;
        long startLine = line;
        if (isLineEnd(text.charAt(at))) {
            passLineEnd();
            return;
        }
        List<String> fields = new ArrayList<>(8);
        String fault = readFields(start, fields);
        boolean taken = fault == null && sink.row(startLine, fields);
        if (fault != null) {
            sink.broken(startLine, fault);
        }
        if (fault != null || (!taken && line > startLine + 1)) {
            at = start;
            line = startLine;
            passLine();
        }
    }

    /** @return what is wrong, or null with {@link #at} behind the record's line end */
    private String readFields(int start, List<String> fields) {
        while (true) {
            String fault =
                    at < text.length() && text.charAt(at) == '"' ? readQuoted(start, fields) : readPlain(start, fields);
            if (fault != null) {
                return fault;
            }
            if (at >= text.length()) {
                return null;
            }
            if (text.charAt(at) != ',') {
                passLineEnd();
                return null;
            }
            at++;
        }
    }

    private String readPlain(int start, List<String> fields) {
        int from = at;
        while (at < text.length() && text.charAt(at) != ',' && !isLineEnd(text.charAt(at))) {
            at++;
        }
        if (at - start > MAX_RECORD_CHARS) {
            return tooLong();
        }
        fields.add(text.substring(from, at));
        return null;
    }

    private String readQuoted(int start, List<String> fields) {
        StringBuilder field = new StringBuilder();
        at++;
        while (at < text.length() && at - start <= MAX_RECORD_CHARS) {
            char c = text.charAt(at);
            if (isLineEnd(c)) {
                int from = at;
                passLineEnd();
                field.append(text, from, at);
            } else if (c != '"') {
                field.append(c);
                at++;
            } else if (at + 1 < text.length() && text.charAt(at + 1) == '"') {
                field.append('"');
                at += 2;
            } else {
                at++;
                fields.add(field.toString());
                boolean ends = at >= text.length() || text.charAt(at) == ',' || isLineEnd(text.charAt(at));
                return ends ? null : "Expected a comma or the end of the line after a closing quote.";
            }
        }
        return at >= text.length() ? "Expected a closing quote, but the file ends." : tooLong();
    }

    private static String tooLong() {
        return "Expected at most " + MAX_RECORD_CHARS + " characters in a row.";
    }

    private void passLine() {
        while (at < text.length() && !isLineEnd(text.charAt(at))) {
            at++;
        }
        if (at < text.length()) {
            passLineEnd();
        }
    }

    private void passLineEnd() {
        boolean two = text.charAt(at) == '\r' && at + 1 < text.length() && text.charAt(at + 1) == '\n';
        at += two ? 2 : 1;
        line++;
    }

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }
}
