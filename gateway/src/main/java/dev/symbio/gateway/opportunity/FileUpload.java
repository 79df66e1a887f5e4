package dev.symbio.gateway.opportunity;

import akka.util.ByteString;
import dev.symbio.gateway.http.Problem;
import dev.symbio.gateway.http.ProblemException;
import dev.symbio.gateway.http.Problems;
import dev.symbio.platform.entity.TenantId;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * One file on its way in: stored part by part, so that no upload is held in memory, and digested. Beyond the limit the rest is
 * read, because many callers write their whole request before they read the answer, but not stored. Blocking; one call at a
 * time.
 */
final class FileUpload {
    /** What one row takes. */
    static final int PART_BYTES = 256 * 1024;

    private final FileTable table;
    private final TenantId tenant;
    private final String file;
    private final int maxBytes;
    private final MessageDigest digest = sha256();
    private final ByteArrayOutputStream part = new ByteArrayOutputStream();
    private long size;
    private int parts;

    /** @param file under which it is stored; its row is there */
    FileUpload(FileTable table, TenantId tenant, String file, int maxBytes) {
        this.table = table;
        this.tenant = tenant;
        this.file = file;
        this.maxBytes = maxBytes;
    }

    FileUpload add(ByteString piece) {
        size += piece.size();
        if (size <= maxBytes) {
            byte[] bytes = piece.toArray();
            digest.update(bytes);
            take(bytes);
        }
        return this;
    }

    private void take(byte[] bytes) {
        int from = 0;
        while (from < bytes.length) {
            int length = Math.min(PART_BYTES - part.size(), bytes.length - from);
            part.write(bytes, from, length);
            from += length;
            if (part.size() == PART_BYTES) {
                store();
            }
        }
    }

    private void store() {
        table.append(tenant, file, parts++, part.toByteArray());
        part.reset();
    }

    /** @return its SHA-256 in hex, once all has come */
    String finish() {
        if (size > maxBytes) {
            throw tooLarge(maxBytes);
        }
        if (part.size() > 0) {
            store();
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    long size() {
        return size;
    }

    static ProblemException tooLarge(int maxBytes) {
        String detail = "Expected a file of at most " + maxBytes + " bytes.";
        return Problems.TOO_LARGE.because(detail, List.of(Problem.Fault.at("", "body.too-large", detail)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256.", e);
        }
    }
}
