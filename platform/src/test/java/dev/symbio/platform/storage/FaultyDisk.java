package dev.symbio.platform.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import org.h2.store.fs.FileBase;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/** A disk for H2's files in this JVM, under a scheme of its own, that can be made to fail. */
public final class FaultyDisk extends FilePathWrapper {
    static final String SCHEME = "faulty";
    private static volatile String failsWith;

    static {
        FilePath.register(new FaultyDisk());
    }

    /** Every write fails like this from now on, such as {@code No space left on device}. */
    static void failWith(String message) {
        failsWith = message;
    }

    static void heal() {
        failsWith = null;
    }

    private static void beforeWrite() throws IOException {
        String message = failsWith;
        if (message != null) {
            throw new IOException(message);
        }
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return new Channel(super.open(mode));
    }

    private static final class Channel extends FileBase {
        private final FileChannel disk;

        Channel(FileChannel disk) {
            this.disk = disk;
        }

        @Override
        public void implCloseChannel() throws IOException {
            disk.close();
        }

        @Override
        public long position() throws IOException {
            return disk.position();
        }

        @Override
        public FileChannel position(long position) throws IOException {
            disk.position(position);
            return this;
        }

        @Override
        public long size() throws IOException {
            return disk.size();
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            return disk.read(target);
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            return disk.read(target, position);
        }

        @Override
        public FileChannel truncate(long length) throws IOException {
            FaultyDisk.beforeWrite();
            disk.truncate(length);
            return this;
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            FaultyDisk.beforeWrite();
            return disk.write(source);
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            FaultyDisk.beforeWrite();
            return disk.write(source, position);
        }

        @Override
        public void force(boolean metaData) throws IOException {
            FaultyDisk.beforeWrite();
            disk.force(metaData);
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return disk.tryLock(position, size, shared);
        }
    }
}
