package dev.symbio.platform.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Supplier;

/** A secret of this installation, in a file of its own that only its owner can read. Made at the first start. */
public final class SecretFile {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private SecretFile() {}

    /** @param fresh makes the secret when there is no file yet */
    public static byte[] loadOrCreate(Path file, Supplier<byte[]> fresh) {
        try {
            if (!Files.exists(file)) {
                create(file, fresh.get());
            }
            if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
                throw new IllegalStateException("Expected " + file + " to be readable by its owner only (mode 600).");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read or write " + file + ".", e);
        }
    }

    private static void create(Path file, byte[] secret) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        FileAttribute<?> ownerOnly = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
        Path unfinished = Files.createTempFile(
                file.toAbsolutePath().getParent(), file.getFileName().toString(), ".new", ownerOnly);
        try {
            Files.write(unfinished, secret);
            // Fails if it is there, unlike a move: of several nodes that share the directory, one makes the key.
            Files.createLink(file, unfinished);
        } catch (FileAlreadyExistsException anotherNodeWasFirst) {
            // theirs is the key
        } finally {
            Files.delete(unfinished);
            Arrays.fill(secret, (byte) 0);
        }
    }
}
