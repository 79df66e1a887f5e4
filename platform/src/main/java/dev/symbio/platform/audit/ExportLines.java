package dev.symbio.platform.audit;

import java.util.List;

/** The lines of one export, read as they are asked for; always the same, so that a download can go on at any line. */
public interface ExportLines {
    /** How many there are. */
    long total();

    /** Goes on after so many lines. Only before any was read. */
    ExportLines skip(long lines);

    /** The next lines; empty at the end. */
    List<ExportLine> next();
}
