package dev.symbio.gateway.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Set;

/** A secret of this installation, in a file of its own that only its owner can read. Made at the first start. */
public final class ServerKey {
    private static final int KEY_BYTES = 32;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private ServerKey() {}

    public static byte[] loadOrCreate(Path file) {
        try {
            if (!Files.exists(file)) {
                create(file);
            }
            byte[] key = Files.readAllBytes(file);
            if (key.length != KEY_BYTES) {
                throw new IllegalStateException(
                        "Expected " + KEY_BYTES + " bytes in " + file + " but found " + key.length + ".");
            }
            if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
                throw new IllegalStateException("Expected " + file + " to be readable by its owner only (mode 600).");
            }
            return key;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read or write " + file + ".", e);
        }
    }

    private static void create(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        FileAttribute<?> ownerOnly = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(unfinished);
            Files.createFile(unfinished, ownerOnly);
            Files.write(unfinished, key);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException someoneElse) {
            throw new IllegalStateException("Another process is starting on " + file.getParent() + ".", someoneElse);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }
}
