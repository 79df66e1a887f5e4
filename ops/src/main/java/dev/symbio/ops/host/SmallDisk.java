package dev.symbio.ops.host;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of its own, in memory, which can be filled up. Mounting takes root. */
public final class SmallDisk implements AutoCloseable {
    private static final int BLOCK = 64 * 1024;

    private final Path mountedAt;

    private SmallDisk(Path mountedAt) {
        this.mountedAt = mountedAt;
    }

    /** @throws IllegalStateException when it cannot be mounted */
    public static SmallDisk mount(Path directory, int mebibytes) throws InterruptedException {
        try {
            Files.createDirectories(directory);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        if (run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "symbio-drill", directory.toString()) != 0) {
            throw new IllegalStateException("A full disk needs a small file system at " + directory
                    + ", and mounting one needs root: run this as root, or leave the fault out.");
        }
        return new SmallDisk(directory);
    }

    /** Not a byte is left. */
    public void fill() {
        try (OutputStream filler = Files.newOutputStream(filler())) {
            byte[] block = new byte[BLOCK];
            while (true) {
                filler.write(block);
            }
        } catch (IOException full) {
            // which is what was wanted
        }
    }

    public void makeRoom() {
        try {
            Files.deleteIfExists(filler());
        } catch (IOException left) {
            throw new UncheckedIOException(left);
        }
    }

    private Path filler() {
        return mountedAt.resolve("filler");
    }

    private static int run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException noSuchCommand) {
            return -1;
        }
    }

    @Override
    public void close() {
        try {
            run("umount", mountedAt.toString());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
