package dev.symbio.platform.storage;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.tx.Transaction;
import org.h2.mvstore.tx.TransactionStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what a killed process had begun to commit. H2 marks a transaction as committed, then finishes its changes one by one; a
 * large one is written to the file in between. When the file is opened again, H2 2.5 knows such a transaction but does not end
 * it ({@code Transaction.commit} takes one that is marked already for done; 2.4 went on with it): some of its changes are seen
 * and others are not, and whoever writes one of the others waits for it for ever. See docs/adr/0003.
 */
final class LeftoverCommits {
    private static final Logger LOG = LoggerFactory.getLogger(LeftoverCommits.class);
    private static final Method COMMIT = method("commit", Transaction.class, boolean.class);
    private static final Method END = method("endTransaction", Transaction.class, boolean.class);

    private LeftoverCommits() {}

    /**
     * In the order in which they were committed. Nothing of it was answered to anybody: that is done when all is finished.
     *
     * @param first the only connection to the database, so that nobody is committing now
     */
    static void end(JdbcConnection first) {
        TransactionStore store = store(first);
        for (Transaction each : of(store)) {
            call(COMMIT, store, each, true);
            call(END, store, each, true);
            LOG.info("Finished a transaction that was being committed when the process ended: {}", each.getId());
        }
    }

    /** Whether there are none. @param first the only connection to the database */
    static boolean none(JdbcConnection first) {
        return of(store(first)).isEmpty();
    }

    private static TransactionStore store(JdbcConnection connection) {
        return ((SessionLocal) connection.getSession()).getDatabase().getStore().getTransactionStore();
    }

    private static List<Transaction> of(TransactionStore store) {
        return store.getOpenTransactions().stream()
                .filter(each -> each.getStatus() == Transaction.STATUS_COMMITTED)
                .toList();
    }

    private static Method method(String name, Class<?>... parameters) {
        try {
            Method method = TransactionStore.class.getDeclaredMethod(name, parameters);
            method.setAccessible(true);
            return method;
        } catch (NoSuchMethodException otherVersion) {
            throw new IllegalStateException("Expected the transaction store of H2 2.5.", otherVersion);
        }
    }

    private static void call(Method method, TransactionStore store, Transaction transaction, boolean flag) {
        try {
            method.invoke(store, transaction, flag);
        } catch (InvocationTargetException failed) {
            throw new IllegalStateException("A transaction cannot be finished.", failed.getCause());
        } catch (IllegalAccessException madeAccessible) {
            throw new IllegalStateException(madeAccessible);
        }
    }
}
