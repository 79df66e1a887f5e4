package dev.symbio.gateway.intake;

import dev.symbio.gateway.http.Fingerprint;
import dev.symbio.gateway.http.JsonBody;
import dev.symbio.gateway.http.Problem.Fault;
import dev.symbio.gateway.http.ProblemException;
import dev.symbio.gateway.http.RowStream.Format;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one file of rows, fed piece by piece, and hands out full chunks of good rows. Not for several threads at once,
 * except for {@link #stop}.
 */
final class RowReader<T> implements LineSplitter.Lines {
    static final int ROWS_PER_CHUNK = 500;
    /** How much is read and forgotten once the outcome is settled, so that the caller gets to see it. */
    static final long MAX_FORGOTTEN_BYTES = 64L << 20;

    /** Rows of several lines can be larger than a line. */
    private static final long MAX_CHUNK_BYTES = (long) ROWS_PER_CHUNK * LineSplitter.MAX_LINE_BYTES;

    private static final String DIGEST_LABEL = "chunk";
    /** Stands for a line that was not held. */
    private static final byte[] TOO_LONG = {'\r', '\n'};

    private final Format format;
    private final RowMapper<T> mapper;
    private final JsonBody<T> json;
    private final RowErrors errors;
    private final LineSplitter splitter = new LineSplitter(this);
    private final LineGroups<T> groups;

    private @Nullable CsvHeader header;
    private List<T> rows = new ArrayList<>(ROWS_PER_CHUNK);
    private long[] lines = new long[ROWS_PER_CHUNK];
    private Fingerprint fingerprint;
    private int chunks;
    private List<Chunk<T>> ready = new ArrayList<>(1);
    private long rowsSeen;
    private long chunkBytes;
    private long forgottenBytes;
    private volatile boolean stopped;

    /** @param path goes into the fingerprints, so that a key stands for a file sent to one place */
    RowReader(Format format, RowMapper<T> mapper, RowErrors errors, String path) {
        this.format = format;
        this.mapper = mapper;
        this.errors = errors;
        json = new JsonBody<>(mapper.type());
        groups = new LineGroups<>(mapper, errors, this::add);
        fingerprint = Fingerprint.of(DIGEST_LABEL, path + '\n' + format.mediaType());
    }

    /**
     * @return chunks that have become full
     * @throws ProblemException when the header is wrong: no row can be read
     */
    List<Chunk<T>> feed(byte[] piece) {
        if (stopped) {
            forgottenBytes += piece.length;
            if (forgottenBytes > MAX_FORGOTTEN_BYTES) {
                throw new IllegalStateException("Still more came after the outcome was settled.");
            }
            return List.of();
        }
        splitter.feed(piece);
        return taken();
    }

    /** @return what is left */
    List<Chunk<T>> end() {
        if (stopped) {
            return List.of();
        }
        splitter.end();
        groups.end();
        if (!rows.isEmpty()) {
            complete();
        }
        return taken();
    }

    /** From now on everything is read and forgotten. */
    void stop() {
        stopped = true;
    }

    long rowsSeen() {
        return rowsSeen;
    }

    private List<Chunk<T>> taken() {
        if (ready.isEmpty()) {
            return List.of();
        }
        List<Chunk<T>> full = ready;
        ready = new ArrayList<>(1);
        return full;
    }

    @Override
    public void tooLong(long number) {
        if (format == Format.CSV && header == null) {
            throw CsvHeader.unreadable("Expected a header line of at most " + LineSplitter.MAX_LINE_BYTES + " bytes.");
        }
        rowsSeen++;
        fingerprint.add(TOO_LONG);
        errors.add(Fault.inLine(
                number,
                null,
                "row.too-long",
                "Expected a line of at most " + LineSplitter.MAX_LINE_BYTES + " bytes; it was skipped."));
        groups.unreadable();
    }

    @Override
    public void line(long number, byte[] bytes, int from, int to) {
        if (isBlank(bytes, from, to)) {
            return;
        }
        // good or bad: a file is another one if any of its lines is
        fingerprint.add(bytes, from, to).add((byte) '\n');
        if (format == Format.CSV && header == null) {
            header = CsvHeader.read(text(bytes, from, to), mapper);
            return;
        }
        rowsSeen++;
        chunkBytes += to - from;
        if (format == Format.CSV) {
            csvLine(number, bytes, from, to);
            return;
        }
        T row = jsonRow(number, bytes, from, to);
        if (row != null) {
            add(number, row);
        }
    }

    private void add(long number, T row) {
        lines[rows.size()] = number;
        rows.add(row);
        if (rows.size() == ROWS_PER_CHUNK || chunkBytes >= MAX_CHUNK_BYTES) {
            complete();
        }
    }

    private void complete() {
        chunks++;
        chunkBytes = 0;
        String soFar = fingerprint.hex();
        ready.add(new Chunk<>(chunks, rows, Arrays.copyOf(lines, rows.size()), soFar));
        rows = new ArrayList<>(ROWS_PER_CHUNK);
        // a chain: once a file differs from another, all its later chunks do
        fingerprint = Fingerprint.of(DIGEST_LABEL, soFar);
    }

    private void csvLine(long number, byte[] bytes, int from, int to) {
        String text = text(bytes, from, to);
        if (text == null) {
            errors.add(Fault.inLine(number, null, "row.not-utf-8", "Expected text in UTF-8."));
            groups.unreadable();
            return;
        }
        CsvHeader.Split split = header.split(text);
        if (split.wrong() != null) {
            errors.add(Fault.inLine(number, header.idIn(split.values()), split.code(), split.wrong()));
            groups.unreadable();
            return;
        }
        Fields fields = header.fields(number, split.values());
        T row = mapper.map(fields);
        if (!fields.faults().isEmpty()) {
            errors.addAll(fields.faults());
        }
        groups.line(number, to - from, fields, fields.faults().isEmpty() ? row : null);
    }

    private @Nullable T jsonRow(long number, byte[] bytes, int from, int to) {
        try {
            return json.read(bytes, from, to);
        } catch (ProblemException wrong) {
            if (wrong.faults().isEmpty()) {
                errors.add(Fault.inLine(number, null, "json.malformed", wrong.getMessage()));
            } else {
                errors.addAll(wrong.faults().stream()
                        .map(f -> new Fault(f.pointer(), number, f.column(), null, null, f.code(), f.detail()))
                        .toList());
            }
            return null;
        }
    }

    private static boolean isBlank(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != ' ' && bytes[i] != '\t') {
                return false;
            }
        }
        return true;
    }

    private static @Nullable String text(byte[] bytes, int from, int to) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, to - from))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
