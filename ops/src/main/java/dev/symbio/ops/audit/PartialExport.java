package dev.symbio.ops.audit;

import dev.symbio.ops.deliveries.UnusableFile;
import dev.symbio.platform.audit.ExportLine;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/** A file with the first lines of an export. A line that is not whole is cut off. */
final class PartialExport {
    private static final int CHUNK = 1 << 16;

    private final Path path;
    private long lines;
    private long bytes;

    private PartialExport(Path path) {
        this.path = path;
    }

    /** Empty if there is no such file yet. */
    static PartialExport open(Path path) throws IOException {
        PartialExport file = new PartialExport(path);
        try (RandomAccessFile content = new RandomAccessFile(path.toFile(), "rw")) {
            byte[] chunk = new byte[CHUNK];
            long at = 0;
            for (int read = content.read(chunk); read > 0; read = content.read(chunk)) {
                file.count(chunk, read, at);
                at += read;
            }
        }
        return file;
    }

    private void count(byte[] chunk, int length, long at) {
        for (int i = 0; i < length; i++) {
            if (chunk[i] == '\n') {
                lines++;
                bytes = at + i + 1;
            }
        }
    }

    /** Whole ones. */
    long lines() {
        return lines;
    }

    /** What the export of a tenant says that it holds. */
    ExportLine.Started tenant() throws IOException {
        return started(ExportLine.Started.class);
    }

    /** What the export of one entity says that it holds. */
    ExportLine.EntityStarted entity() throws IOException {
        return started(ExportLine.EntityStarted.class);
    }

    private <T> T started(Class<T> type) throws IOException {
        try (RandomAccessFile content = new RandomAccessFile(path.toFile(), "r")) {
            String first = new String(content.readLine().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            return ExportLine.parse(first).dataAs(type);
        } catch (IllegalArgumentException another) {
            throw new UnusableFile("Expected a part of an export in " + path + ", or no file.", another);
        }
    }

    /** @param progress told the number of whole lines */
    void append(InputStream more, LongConsumer progress) throws IOException {
        try (RandomAccessFile content = new RandomAccessFile(path.toFile(), "rw")) {
            content.setLength(bytes);
            content.seek(bytes);
            byte[] chunk = new byte[CHUNK];
            long at = bytes;
            for (int read = more.read(chunk); read >= 0; read = more.read(chunk)) {
                content.write(chunk, 0, read);
                count(chunk, read, at);
                at += read;
                progress.accept(lines);
            }
        }
    }
}
