package dev.symbio.platform.storage;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.locks.ReentrantLock;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.RandomAccessStore;

/**
 * Makes H2's file say which of its parts is the newest. H2 appends a part with each commit, or writes it where an old one was.
 * Whoever opens the file of a killed process starts at the part that the head of the file names, or at the file's end, and follows
 * each part's guess of where the next one is. Where a guess was wrong, H2 writes the head anew, but with the part before (seen in
 * 2.3 to 2.5: {@code FileStore.storeBuffer} keeps the new one only after the head was written). So as soon as old parts are used
 * again, what was committed last would not be found. See docs/adr/0003.
 */
final class NewestPart {
    private static final Method WRITE_HEAD;
    private static final Field WRITING;

    static {
        try {
            WRITE_HEAD = RandomAccessStore.class.getDeclaredMethod("writeStoreHeader");
            WRITE_HEAD.setAccessible(true);
            WRITING = FileStore.class.getDeclaredField("saveChunkLock");
            WRITING.setAccessible(true);
        } catch (ReflectiveOperationException otherVersion) {
            throw new IllegalStateException("Expected the file store of H2 2.5.", otherVersion);
        }
    }

    private NewestPart() {}

    /** After a commit, before anybody is told of it. @throws RuntimeException if the file cannot be written */
    static void tell(MVStore store) {
        if (!(store.getFileStore() instanceof RandomAccessStore file)) {
            return;
        }
        try {
            ReentrantLock writing = (ReentrantLock) WRITING.get(file);
            writing.lock();
            try {
                WRITE_HEAD.invoke(file);
            } finally {
                writing.unlock();
            }
        } catch (InvocationTargetException failed) {
            throw new IllegalStateException("The head of the database's file cannot be written.", failed.getCause());
        } catch (IllegalAccessException madeAccessible) {
            throw new IllegalStateException(madeAccessible);
        }
    }
}
