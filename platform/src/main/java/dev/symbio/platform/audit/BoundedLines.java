package dev.symbio.platform.audit;

import java.io.IOException;
import java.io.Reader;

/** Reads a file line by line, none of them longer than an export's can be: what comes after that is passed over. */
final class BoundedLines {
    /** An event of a mebibyte in base64, with room for what stands around it. */
    static final int MAX_CHARS = 2 << 20;

    private static final int CHUNK = 1 << 16;

    private final Reader in;
    private final char[] chunk = new char[CHUNK];
    private int at;
    private int end;
    private boolean tooLong;

    BoundedLines(Reader in) {
        this.in = in;
    }

    /** Without its end; null at the end of the file. */
    String next() throws IOException {
        tooLong = false;
        StringBuilder line = null;
        while (at < end || fill()) {
            int from = at;
            while (at < end && chunk[at] != '\n') {
                at++;
            }
            line = line == null ? new StringBuilder(at - from) : line;
            int room = MAX_CHARS - line.length();
            tooLong |= at - from > room;
            line.append(chunk, from, Math.min(room, at - from));
            if (at < end) {
                at++;
                return line.toString();
            }
        }
        return line == null ? null : line.toString();
    }

    /** Whether the line that was read last is not all of it. */
    boolean tooLong() {
        return tooLong;
    }

    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(0, in.read(chunk, 0, CHUNK));
        return end > 0;
    }
}
