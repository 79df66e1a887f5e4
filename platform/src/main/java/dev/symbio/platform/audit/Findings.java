package dev.symbio.platform.audit;

import java.util.ArrayList;
import java.util.List;

/** What does not hold in a file, line by line; no more of it than somebody will read. */
final class Findings {
    private static final int MAX = 100;

    private final List<Verifier.Finding> all = new ArrayList<>();
    private String text;
    private long line;

    /** Goes on to the next line. */
    void at(String next) {
        text = next;
        line++;
    }

    /** The number of the line, from 1. */
    long line() {
        return line;
    }

    String text() {
        return text;
    }

    /** In this line. */
    void found(String where, String what) {
        if (all.size() < MAX) {
            all.add(new Verifier.Finding(line, where, what));
        }
    }

    /** Of the file as a whole, or of another line. */
    void found(long of, String what) {
        all.add(new Verifier.Finding(of, "file", what));
    }

    void addAll(List<Verifier.Finding> more) {
        all.addAll(more);
    }

    /** Every line follows from what it says: one that is written otherwise was changed where no hash reaches. */
    void mustBe(ExportLine expected, String where) {
        if (!expected.text().equals(text)) {
            found(where, "The line was changed: it is not as an export writes it.");
        }
    }

    List<Verifier.Finding> all() {
        return List.copyOf(all);
    }
}
