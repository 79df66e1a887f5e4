package dev.symbio.gateway.intake;

import java.util.Arrays;

/**
 * Cuts a stream of bytes into lines, whatever the borders of the pieces it comes in. A line ends with LF or CR LF; the
 * last one needs no end. A byte order mark at the start is dropped. A line beyond {@value #MAX_LINE_BYTES} bytes is
 * reported once and never held.
 */
final class LineSplitter {
    static final int MAX_LINE_BYTES = 64 * 1024;

    private static final int FIRST_BUFFER_BYTES = 512;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    /** Takes lines as they are found; the bytes are only valid during the call. */
    interface Lines {
        /** @param number counted from 1 */
        void line(long number, byte[] bytes, int from, int to);

        void tooLong(long number);
    }

    private final Lines lines;
    private long number = 1;
    private byte[] begun = new byte[FIRST_BUFFER_BYTES];
    private int begunBytes;
    private boolean skipping;

    LineSplitter(Lines lines) {
        this.lines = lines;
    }

    void feed(byte[] piece) {
        int from = 0;
        for (int i = 0; i < piece.length; i++) {
            if (piece[i] == '\n') {
                endLine(piece, from, i);
                from = i + 1;
            }
        }
        keep(piece, from, piece.length);
    }

    void end() {
        if (begunBytes > 0 || skipping) {
            endLine(begun, 0, 0);
        }
    }

    private void endLine(byte[] piece, int from, int to) {
        if (skipping) {
            skipping = false;
        } else if (begunBytes == 0 && to - from <= MAX_LINE_BYTES) {
            emit(piece, from, to);
        } else {
            keep(piece, from, to);
            if (skipping) {
                skipping = false;
            } else {
                emit(begun, 0, begunBytes);
            }
        }
        begunBytes = 0;
        number++;
    }

    private void keep(byte[] piece, int from, int to) {
        int more = to - from;
        if (skipping || more == 0) {
            return;
        }
        if (begunBytes + more > MAX_LINE_BYTES) {
            skipping = true;
            begunBytes = 0;
            lines.tooLong(number);
            return;
        }
        if (begunBytes + more > begun.length) {
            begun = Arrays.copyOf(begun, Math.min(MAX_LINE_BYTES, Math.max(begun.length * 2, begunBytes + more)));
        }
        System.arraycopy(piece, from, begun, begunBytes, more);
        begunBytes += more;
    }

    private void emit(byte[] bytes, int from, int to) {
        int start = number == 1 && startsWithMark(bytes, from, to) ? from + BYTE_ORDER_MARK.length : from;
        int stop = to > start && bytes[to - 1] == '\r' ? to - 1 : to;
        lines.line(number, bytes, start, stop);
    }

    private static boolean startsWithMark(byte[] bytes, int from, int to) {
        return to - from >= BYTE_ORDER_MARK.length
                && Arrays.equals(
                        bytes, from, from + BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length);
    }
}
