package dev.symbio.platform.personal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.symbio.platform.config.InvalidSettings;
import dev.symbio.platform.config.Settings;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.storage.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.concurrent.AwaitPermission$;
import scala.concurrent.BlockContext;

/**
 * The data keys of all tenants, cached on this node. That a key was destroyed is seen within {@value #LOOK_EVERY_MILLIS} ms;
 * a node that cannot look forgets all keys after {@value #BLIND_AFTER_SECONDS} s. A key that is not cached is read from the
 * database, once per person and node: blocking, and told to the thread pool.
 */
public final class DataKeys implements KeyRing, AutoCloseable {
    /** SQL for the stored name of {@code :subject} in the tenant {@code :tenant}: null when there is none. */
    public static final String STORED_NAME = "(select '" + Mark.OPENS + "' || k.key_id || '" + Mark.CLOSES
            + "' from data_key k where k.tenant_id = :tenant and k.subject = :subject)";

    static final long LOOK_EVERY_MILLIS = 500;
    static final long BLIND_AFTER_SECONDS = 5;

    private static final Logger LOG = LoggerFactory.getLogger(DataKeys.class);
    private static final int MAX_CACHED = 100_000;
    private static final Duration MISSING_CACHED = Duration.ofSeconds(5);
    private static final int MAX_LISTED = 1_000;

    private record Person(String tenant, String subject) {}

    private final KeyTable table;
    private final SealedSecrets secrets;
    private final Map<KeyedHash.Use, KeyedHash> hashes = new EnumMap<>(KeyedHash.Use.class);
    private final Clock clock;
    private final Cache<Person, DataKey> byPerson =
            Caffeine.newBuilder().maximumSize(MAX_CACHED).build();
    private final Cache<String, DataKey> byId =
            Caffeine.newBuilder().maximumSize(MAX_CACHED).build();
    private final Cache<String, DataKey> missing = Caffeine.newBuilder()
            .maximumSize(MAX_CACHED)
            .expireAfterWrite(MISSING_CACHED)
            .build();
    /** Those of which it is known here that they were destroyed and whose person's name is not gone yet. */
    private final Set<String> leaving = new HashSet<>();

    private final AtomicLong destroyed = new AtomicLong();
    private final ScheduledExecutorService lookout = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "symbio-data-keys");
        thread.setDaemon(true);
        return thread;
    });
    private long lastLookNanos = System.nanoTime();

    /**
     * @param sql of its own connections: whoever waits for a key may hold one of the others
     * @throws InvalidSettings if the keys that are there were wrapped with another master key
     */
    public DataKeys(Jdbi sql, MasterKey master, Clock clock) {
        table = new KeyTable(sql, master);
        secrets = new SealedSecrets(master);
        this.clock = clock;
        for (KeyedHash.Use use : KeyedHash.Use.values()) {
            hashes.put(use, master.hash(use));
        }
        load(new MasterKeyCheck(sql, master));
        lookout.scheduleWithFixedDelay(this::look, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Opens the keys of an installation; closes the store if they cannot be. */
    public static DataKeys open(Store store, Settings settings, Clock clock) {
        try {
            return new DataKeys(
                    store.sqlAside(), MasterKey.loadOrCreate(settings.personal().masterKey()), clock);
        } catch (RuntimeException failure) {
            store.close();
            throw failure;
        }
    }

    /** What else lies under the same master key. */
    public SealedSecrets secrets() {
        return secrets;
    }

    /** A row that does not open was altered, unless none opens: then it is the master key that is another one. */
    private void load(MasterKeyCheck check) {
        Map<Boolean, List<DataKey>> newest =
                table.newest(MAX_CACHED).stream().collect(Collectors.partitioningBy(DataKey::isAltered));
        if (!newest.get(false).isEmpty()) {
            check.make();
        } else if (!newest.get(true).isEmpty() && !check.opens()) {
            throw new InvalidSettings(
                    "symbio.personal.master-key",
                    "Expected the key that the data keys of this installation were wrapped with, but it is another one:"
                            + " it does not open data key "
                            + newest.get(true).get(0).id() + ".");
        }
        newest.get(false).forEach(this::keep);
        newest.get(true).forEach(this::alarm);
        int bound = table.bindAll();
        if (bound > 0) {
            LOG.info("{} data keys were bound to their tenants and persons.", bound);
        }
    }

    private void alarm(DataKey altered) {
        if (missing.getIfPresent(altered.id()) == null) {
            alarm(altered.id());
        }
        missing.put(altered.id(), altered);
    }

    private void alarm(String id) {
        LOG.error("ALARM The row of data key {} is not what was written: nothing is opened with it.", id);
    }

    /** @throws KeysUnavailable if the key's row is not what was written */
    private DataKey trusted(DataKey key) {
        if (key.isAltered()) {
            alarm(key);
        }
        return key.trusted();
    }

    @Override
    public KeyedHash hash(KeyedHash.Use use) {
        return hashes.get(use);
    }

    private void keep(DataKey key) {
        byId.put(key.id(), key);
        if (key.subject() != null) {
            byPerson.put(new Person(key.tenant(), key.subject()), key);
        }
    }

    @Override
    public DataKey of(TenantId tenant, String subject) {
        DataKey cached = byPerson.getIfPresent(new Person(tenant.value(), subject));
        if (cached != null) {
            return cached;
        }
        DataKey found = trusted(waitingFor(() -> table.findOrMake(tenant, subject, clock.instant())));
        keep(found);
        return found;
    }

    @Override
    public DataKey withId(String id) {
        DataKey cached = byId.getIfPresent(id);
        if (cached == null) {
            cached = missing.getIfPresent(id);
        }
        if (cached != null) {
            return cached;
        }
        DataKey found = waitingFor(() -> table.find(id)).orElseGet(() -> DataKey.missing(id));
        if (found.isAltered()) {
            alarm(found);
        } else if (found.tenant() == null) {
            missing.put(id, found);
        } else {
            keep(found);
        }
        return found;
    }

    @Override
    public long destroyed() {
        return destroyed.get();
    }

    @Override
    public Optional<DataKey> find(TenantId tenant, String subject) {
        DataKey cached = byPerson.getIfPresent(new Person(tenant.value(), subject));
        if (cached != null) {
            return Optional.of(cached);
        }
        Optional<DataKey> found = waitingFor(() -> table.find(tenant, subject)).map(this::trusted);
        found.ifPresent(this::keep);
        return found;
    }

    /** The same as the database has it at this moment. Blocking. */
    public Optional<DataKey> findNow(TenantId tenant, String subject) {
        return table.find(tenant, subject).map(this::trusted);
    }

    /**
     * Whether anything of those people of a tenant can be read whom its redaction is about, as the database has it at this
     * moment. Blocking.
     *
     * @param orderedAt when the redaction was ordered; who was let in later is not meant
     */
    public boolean anyLive(TenantId tenant, Instant orderedAt) {
        return table.anyLive(tenant, orderedAt);
    }

    /** What was redacted in a tenant, newest first, at most 1,000. Blocking. */
    public List<DataKey> redactions(TenantId tenant) {
        return table.destroyed(tenant, MAX_LISTED);
    }

    /**
     * Destroys a person's key in the caller's transaction.
     *
     * @param subject the name, or as it is stored; null for the keys of a whole tenant
     */
    public static void destroy(Handle handle, TenantId tenant, String subject, DataKey.Destroyed how) {
        KeyTable.destroy(handle, tenant, subject, how);
    }

    List<KeyTransfer.Line> live() {
        return table.live(this::alarm);
    }

    /** @return false when there is such a key already, or another one of the same person */
    boolean take(KeyTransfer.Line line) {
        return table.take(line, clock.instant());
    }

    List<DataKey> leaving() {
        return table.leaving();
    }

    void forget(DataKey key) {
        table.forget(key);
        byPerson.invalidate(new Person(key.tenant(), key.subject()));
        byId.invalidate(key.id());
    }

    /** Finds what any node has destroyed. */
    synchronized void look() {
        long began = System.nanoTime();
        try {
            Set<String> now = new HashSet<>();
            for (DataKey key : table.leaving()) {
                now.add(key.id());
                keep(key);
                if (leaving.add(key.id())) {
                    destroyed.incrementAndGet();
                }
            }
            for (String id : leaving) {
                if (!now.contains(id)) {
                    DataKey gone = byId.getIfPresent(id);
                    byId.invalidate(id);
                    if (gone != null && gone.subject() != null) {
                        byPerson.invalidate(new Person(gone.tenant(), gone.subject()));
                    }
                }
            }
            leaving.retainAll(now);
            forgetIfBlind(); // a key may have come to its end between two looks that were so far apart
            lastLookNanos = began;
        } catch (RuntimeException failed) {
            LOG.warn("Which data keys were destroyed cannot be seen: {}", failed.toString());
            forgetIfBlind();
        }
    }

    private void forgetIfBlind() {
        if (System.nanoTime() - lastLookNanos > TimeUnit.SECONDS.toNanos(BLIND_AFTER_SECONDS)) {
            byId.invalidateAll();
            byPerson.invalidateAll();
        }
    }

    private static <T> T waitingFor(Supplier<T> read) {
        try {
            return BlockContext.current().blockOn(read::get, AwaitPermission$.MODULE$);
        } catch (JdbiException unreachable) {
            throw new KeysUnavailable(unreachable);
        }
    }

    @Override
    public void close() {
        lookout.shutdownNow();
    }
}
