package dev.symbio.platform.runtime;

import akka.actor.BootstrapSetup;
import akka.actor.CoordinatedShutdown;
import akka.actor.setup.ActorSystemSetup;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.persistence.cassandra.query.javadsl.CassandraReadJournal;
import akka.persistence.jdbc.query.javadsl.JdbcReadJournal;
import akka.serialization.SerializationSetup;
import akka.serialization.SerializerDetails;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.symbio.platform.audit.AuditTrail;
import dev.symbio.platform.audit.Checkpoints;
import dev.symbio.platform.audit.EntityExport;
import dev.symbio.platform.audit.Export;
import dev.symbio.platform.audit.Import;
import dev.symbio.platform.audit.ImportRuns;
import dev.symbio.platform.audit.JournalPlaces;
import dev.symbio.platform.audit.JournalWatch;
import dev.symbio.platform.audit.Proof;
import dev.symbio.platform.audit.Rounds;
import dev.symbio.platform.audit.SigningKey;
import dev.symbio.platform.audit.SigningKeys;
import dev.symbio.platform.audit.TrustedKeys;
import dev.symbio.platform.cluster.ClusterConfig;
import dev.symbio.platform.cluster.Membership;
import dev.symbio.platform.cluster.Standstill;
import dev.symbio.platform.config.InvalidSettings;
import dev.symbio.platform.config.Settings;
import dev.symbio.platform.deadline.DeadlineTable;
import dev.symbio.platform.deadline.DueDeadlines;
import dev.symbio.platform.dispatch.Dispatcher;
import dev.symbio.platform.entity.Entities;
import dev.symbio.platform.entity.EntityKind;
import dev.symbio.platform.entity.History;
import dev.symbio.platform.entity.HostMetrics;
import dev.symbio.platform.entity.HostSettings;
import dev.symbio.platform.entity.JournalSerializer;
import dev.symbio.platform.entity.JournalSignals;
import dev.symbio.platform.entity.ShardedEntities;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.entity.WireSerializer;
import dev.symbio.platform.personal.DataKeys;
import dev.symbio.platform.personal.Openings;
import dev.symbio.platform.personal.StoredNames;
import dev.symbio.platform.personal.Sweep;
import dev.symbio.platform.process.Effects;
import dev.symbio.platform.process.ProcessSteps;
import dev.symbio.platform.projection.DeadLetters;
import dev.symbio.platform.projection.JournalFeed;
import dev.symbio.platform.projection.JournalOrder;
import dev.symbio.platform.projection.Projection;
import dev.symbio.platform.projection.ProjectionProgress;
import dev.symbio.platform.projection.Projections;
import dev.symbio.platform.projection.Projections.Following;
import dev.symbio.platform.projection.ReadModels;
import dev.symbio.platform.storage.CassandraFence;
import dev.symbio.platform.storage.CassandraJournal;
import dev.symbio.platform.storage.CassandraProbe;
import dev.symbio.platform.storage.Profile;
import dev.symbio.platform.storage.Store;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** The running platform: entities, read store, deadlines. Made by {@link #start}, ended by {@link #stop}. */
public final class Platform {
    private static final int MAX_EVENT_BYTES = 1 << 20;
    private static final int BLOCKING_THREADS = 16;
    /**
     * A fifth of the time that a sender waits: what got lost while an entity moved, or when its node died, is answered soon
     * after the entity is somewhere else. More often would add to the load of entities that are only slow.
     */
    private static final int SENT_IN_ALL = 5;

    /** In one process the signal of the writer wakes the readers; looking all the same is the safety net. */
    private static final Duration LOOK_ANYWAY = Duration.ofSeconds(1);

    /** What is redacted leaves the read models within seconds. */
    private static final Duration SWEEP_EVERY = Duration.ofSeconds(2);

    private static final long STOP_SECONDS = 60;

    private final Settings settings;
    private final Clock clock;
    private final ActorSystem<Void> system;
    private final Store store;
    private final DataKeys keys;
    private final Membership membership;
    /** Nobody goes on without a node that is alone. */
    private final Optional<Standstill> standstill;

    private final PrometheusMeterRegistry meters;
    private final HostMetrics hostMetrics;
    private final ShardedEntities entities;
    private final ProjectionProgress projectionProgress;
    private final History history;
    private final JournalPlaces journal;
    private final DeadLetters deadLetters;
    private final ReadModels readModels;
    private final Effects effects;
    private final AuditTrail auditTrail;
    private final Checkpoints checkpoints;
    private final ExecutorService blocking;
    private final CompletableFuture<Void> following = new CompletableFuture<>();

    /** @param live whether anything is sent: deadlines, processes, checkpoints */
    private Platform(Settings settings, Clock clock, List<Feature> features, boolean live, Stopping stopping) {
        this.settings = settings;
        this.clock = clock;
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        store = Store.open(settings, migrations(features));
        if (live) {
            refuseUnfinishedImport();
        }
        keys = DataKeys.open(store, settings, clock);
        StoredNames.keepUnder(keys, store.sql());
        meters = newMeters();
        blocking = Executors.newFixedThreadPool(BLOCKING_THREADS, new NamedThreads("symbio-blocking"));
        Behavior<Void> guardian = Behaviors.empty();
        List<EntityKind<?, ?, ?>> kinds =
                features.stream().flatMap(f -> f.kinds().stream()).toList();
        system = ActorSystem.create(guardian, "symbio", setup(kinds));
        boolean clustered = settings.cluster().isClustered();
        standstill = clustered ? Optional.of(Standstill.watch(system)) : Optional.empty();
        stopping.by(this::stop);
        hostMetrics = new HostMetrics(meters);
        JournalSignals signals = new JournalSignals();
        // What is written to Cassandra can be read only when it has been copied; then the feed gives the signal.
        boolean fed = settings.profile() == Profile.CASSANDRA;
        ShardedEntities sharded = ShardedEntities.start(
                system,
                new HostSettings(
                        clock,
                        settings.entities().commandsKept(),
                        MAX_EVENT_BYTES,
                        settings.entities().askTimeout(),
                        hostMetrics,
                        fed ? new JournalSignals() : signals,
                        fed,
                        clustered
                                ? Optional.of(settings.entities().askTimeout().dividedBy(SENT_IN_ALL))
                                : Optional.empty(),
                        fed ? Optional.of(new CassandraFence(system, settings.cassandra())) : Optional.empty(),
                        keys,
                        () -> standstill.map(Standstill::stood).orElse(false)),
                kinds);
        entities = sharded;
        auditTrail = new AuditTrail(store.sql());
        history = new History(
                system,
                readJournal(settings.profile()),
                entity -> CompletableFuture.supplyAsync(() -> auditTrail.newest(entity), blocking));
        // Cassandra's events are stamped by the machine, whichever clock the platform is given.
        journal = fed
                ? JournalPlaces.inCassandra(
                        CassandraJournal.of(system, settings.cassandra()), store.sql(), Clock.systemUTC())
                : JournalPlaces.inSql(store.sql());
        if (fed) {
            JournalFeed.start(system, store.sql(), history, signals, following);
        }
        List<Projection<?>> projections = new ArrayList<>();
        kinds.forEach(kind -> {
            projections.add(DeadlineTable.projectionFor(kind));
            projections.add(AuditTrail.projectionFor(kind));
        });
        features.forEach(feature -> projections.addAll(feature.projections()));
        ProcessSteps steps = new ProcessSteps(
                store.sql(), sharded, kinds.stream().collect(Collectors.toMap(EntityKind::name, kind -> kind)));
        features.stream()
                .flatMap(feature -> feature.processes().stream())
                .forEach(process -> projections.add(steps.projectionFor(process)));
        Following how = how(settings, following);
        deadLetters = Projections.start(
                system, store.sql(), clock, meters, history, blocking, signals, how, keys, projections);
        projectionProgress = new ProjectionProgress(store.sql(), how.order(), projections);
        readModels = new ReadModels(system, projectionProgress, projections);
        effects = new Effects(store.sql());
        SigningKey signingKey = SigningKey.loadOrCreate(settings.audit().signingKey());
        checkpoints = new Checkpoints(store.sql(), SigningKeys.open(store.sql(), signingKey, clock), clock);
        if (live) {
            DueDeadlines deadlines = new DueDeadlines(new DeadlineTable(store.sql()), sharded, clock, meters);
            Dispatcher.start(system, deadlines, clock, blocking);
            Dispatcher.start(system, steps, clock, blocking);
            Rounds rounds = new Rounds(system, store.sql(), clock, blocking);
            rounds.start("checkpoints", checkpoints::makeAll, settings.audit().checkpointEvery());
            JournalWatch watch = new JournalWatch(
                    journal,
                    () -> TrustedKeys.of(checkpoints.keys().all()),
                    settings.audit().checkEventsPerSecond(),
                    settings.profile(),
                    clock,
                    meters);
            Sweep sweep = new Sweep(
                    store.sql(),
                    keys,
                    features.stream().flatMap(f -> f.names().stream()).toList());
            rounds.start("redaction", sweep, SWEEP_EVERY);
            rounds.start(JournalWatch.ROUND, watch, settings.audit().checkEvery());
        }
        // Last: whoever is up is expected to take its share of all that was started above.
        membership = Membership.join(system, settings.cluster());
    }

    /**
     * Starts everything and returns when entities can be reached.
     *
     * @throws dev.symbio.platform.config.InvalidSettings if a setting is wrong or the data directory is in use
     */
    public static Platform start(Settings settings, Clock clock, List<Feature> features) {
        Platform platform = start(settings, clock, features, new Stopping());
        platform.follow();
        return platform;
    }

    /**
     * The same where it may have to stop before this returns, and without following the journal until {@link #follow}.
     *
     * @param stopping learns how, before this node is a member of its cluster
     * @throws Stopping.Asked if it was asked to before
     */
    public static Platform start(Settings settings, Clock clock, List<Feature> features, Stopping stopping) {
        return new Platform(settings, clock, features, true, stopping);
    }

    /** Starts what it takes to import an export: entities and read models, and nothing that sends. */
    public static Platform startSilent(Settings settings, Clock clock, List<Feature> features) {
        Platform platform = new Platform(settings, clock, features, false, new Stopping());
        platform.follow();
        return platform;
    }

    /**
     * Projections follow the journal from now on. With much to catch up they take all the processor that there is, so whoever
     * starts more does that first.
     */
    public void follow() {
        following.complete(null);
    }

    /** What was sent before would be sent again. */
    private void refuseUnfinishedImport() {
        List<TenantId> unfinished = ImportRuns.unfinished(store.sql());
        if (!unfinished.isEmpty()) {
            store.close();
            throw new InvalidSettings(
                    "symbio.data-dir", "Expected the import of " + unfinished + " to be finished: repeat it.");
        }
    }

    /** The class path folders of the features' migrations, for whoever makes the schema. */
    public static List<String> migrations(List<Feature> features) {
        return features.stream().map(Feature::migrations).distinct().toList();
    }

    private static History.ReadJournalPlugin readJournal(Profile profile) {
        return profile == Profile.CASSANDRA
                ? new History.ReadJournalPlugin(CassandraReadJournal.class, CassandraReadJournal.Identifier())
                : new History.ReadJournalPlugin(JdbcReadJournal.class, JdbcReadJournal.Identifier());
    }

    private static Following how(Settings settings, CompletionStage<Void> begins) {
        return settings.profile().shared()
                ? new Following(
                        JournalOrder.BY_TRANSACTION, settings.projections().pollInterval(), begins)
                : new Following(JournalOrder.BY_NUMBER, LOOK_ANYWAY, begins);
    }

    private static PrometheusMeterRegistry newMeters() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        return registry;
    }

    private Config akkaConfig() {
        Config ours = ConfigFactory.parseResources("symbio-akka.conf");
        return ConfigFactory.parseMap(Map.of(
                        "akka.cluster.sharding.passivation.symbio.active-entity-limit",
                        settings.entities().activeLimit(),
                        "akka.cluster.sharding.passivation.symbio.idle-entity.timeout",
                        settings.entities().idleTimeout().toMillis() + " ms"))
                .withFallback(store.akkaConfig())
                .withFallback(ClusterConfig.of(settings.cluster(), ours))
                .withFallback(ours)
                .withFallback(ConfigFactory.defaultReference())
                .resolve();
    }

    private ActorSystemSetup setup(List<EntityKind<?, ?, ?>> kinds) {
        return ActorSystemSetup.create(
                BootstrapSetup.create(akkaConfig()),
                new JournalSerializer.Keys(keys),
                SerializationSetup.create(actorSystem -> List.of(SerializerDetails.create(
                        "symbio-wire", new WireSerializer(actorSystem, kinds), WireSerializer.types()))));
    }

    public Settings settings() {
        return settings;
    }

    public Clock clock() {
        return clock;
    }

    public ActorSystem<Void> system() {
        return system;
    }

    public Entities entities() {
        return entities;
    }

    /** The read store. Blocking: use it on {@link #blocking()}. */
    public Jdbi sql() {
        return store.sql();
    }

    public Executor blocking() {
        return blocking;
    }

    public PrometheusMeterRegistry meters() {
        return meters;
    }

    public History history() {
        return history;
    }

    /** Where the events lie, for whoever checks them. */
    public JournalPlaces journal() {
        return journal;
    }

    public DeadLetters deadLetters() {
        return deadLetters;
    }

    /** The projections, and how they are built anew. */
    public ReadModels readModels() {
        return readModels;
    }

    /** Which event made which other entity do what. */
    public Effects effects() {
        return effects;
    }

    /** Who did what. */
    public AuditTrail auditTrail() {
        return auditTrail;
    }

    /** Signed statements of what all chains of a tenant were. */
    public Checkpoints checkpoints() {
        return checkpoints;
    }

    /** Everything that a checkpoint covers. Blocking. @param number of a checkpoint that exists */
    public Export export(TenantId tenant, long number) {
        return Export.of(journal, checkpoints, tenant, number);
    }

    /** One entity up to the last of these. Blocking. @param proofs of that entity, by the numbers of their checkpoints */
    public EntityExport export(List<Proof> proofs) {
        return EntityExport.of(journal, proofs, checkpoints.keys());
    }

    /** Writes an export into this system. @param settlers of what features have left to be sent */
    public Import importer(List<Import.Settler> settlers) {
        List<Import.Settler> all = new ArrayList<>(List.of(ProcessSteps::settleAsHistory));
        all.addAll(settlers);
        return new Import(store.sql(), entities, projectionProgress, checkpoints, clock, all);
    }

    /** Under which personal data is stored. */
    public DataKeys dataKeys() {
        return keys;
    }

    /** Opens personal data on its way out. */
    public Openings openings() {
        return new Openings(keys);
    }

    public HostMetrics hostMetrics() {
        return hostMetrics;
    }

    /** Whether commands and queries can be served: the store answers and this node is up. Blocking. */
    public boolean ready() {
        return membership.isUp()
                && !standstill.map(Standstill::stood).orElse(false)
                && store.answers()
                && (settings.profile() != Profile.CASSANDRA || CassandraProbe.answers(system, settings.cassandra()));
    }

    /**
     * Stops in order: this node leaves its cluster, if it is or is about to be a member, entities finish what they write,
     * then the store closes. Blocking.
     */
    public void stop() {
        CompletionStage<akka.Done> done =
                CoordinatedShutdown.get(system).runAll(CoordinatedShutdown.clusterLeavingReason());
        try {
            done.toCompletableFuture().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new CompletionException("The platform did not stop in order.", e);
        } finally {
            standstill.ifPresent(Standstill::close);
            blocking.shutdown();
            keys.close();
            store.close();
        }
    }

    /** Names threads, so that a thread dump tells who is who. */
    private static final class NamedThreads implements ThreadFactory {
        private final AtomicInteger count = new AtomicInteger();
        private final String prefix;

        NamedThreads(String prefix) {
            this.prefix = prefix;
        }

        @Override
        public Thread newThread(Runnable work) {
            Thread thread = new Thread(work, prefix + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        }
    }
}
