package dev.symbio.gateway.http;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.typesafe.config.ConfigFactory;
import dev.symbio.gateway.intake.ChunkReceipt;
import dev.symbio.gateway.intake.Fields;
import dev.symbio.gateway.intake.Intake;
import dev.symbio.gateway.intake.IntakeSummary;
import dev.symbio.gateway.intake.RowMapper;
import dev.symbio.platform.entity.EntityRef;
import dev.symbio.platform.entity.EntityUnavailable;
import dev.symbio.platform.entity.Principal;
import dev.symbio.platform.entity.Rejection;
import dev.symbio.platform.entity.Reply;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.tenants.tenant.Permission;
import dev.symbio.tenants.tenant.Role;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A small API over a bound port, for tests of what all endpoints have in common. A token is {@code
 * subject@tenant:PERMISSION,...}.
 */
final class ThingApi implements AutoCloseable {
    static final ProblemType NO_THING = new ProblemType("thing.not-found", 404, "There is no such thing.");
    static final ProblemType UNFIT = Replies.declared(Rejection.Reason.INVALID, "thing.unfit");
    static final ProblemType BUSY = Replies.declared(Rejection.Reason.CONFLICT, "thing.busy");
    static final String READER = "ann@acme:CONTRACT_READ";
    static final String WRITER = "ann@acme:CONTRACT_READ,CONTRACT_OBSERVE";

    enum Colour {
        @JsonProperty("dark-red")
        DARK_RED,
        @JsonProperty("blue")
        BLUE
    }

    record Part(String label, Integer count) {}

    record NewThing(
            String name,
            BigDecimal weight,
            Instant at,
            Colour colour,
            TenantId owner,
            List<Part> parts,
            @Nullable String note) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ThingView(
            String id,
            BigDecimal weight,
            Instant at,
            Colour colour,
            TenantId owner,
            List<Part> parts,
            Duration age,
            @Nullable String note) {}

    record Row(@Nullable String id, @Nullable Instant at, @Nullable BigDecimal value, @Nullable Boolean met) {}

    static final RowMapper<Row> ROWS = new RowMapper<>() {
        @Override
        public Class<Row> type() {
            return Row.class;
        }

        @Override
        public List<String> columns() {
            return List.of("id", "at", "value", "met");
        }

        @Override
        public List<String> requiredColumns() {
            return List.of("id", "at");
        }

        @Override
        public Row map(Fields fields) {
            return new Row(fields.text("id"), fields.instant("at"), fields.decimal("value"), fields.bool("met"));
        }
    };

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ActorSystem<Void> system;
    private final HttpServer server;
    final List<Call<?>> calls = new ArrayList<>();
    final ConcurrentLinkedQueue<Row> taken = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<String> chunkIds = new ConcurrentLinkedQueue<>();
    final AtomicInteger chunksInFlight = new AtomicInteger();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    /** After so many chunks nobody is a member any more. */
    volatile int dismissedAfter = Integer.MAX_VALUE;

    volatile Reply nextReply = new Reply.Accepted(7, null, false);

    private final BlockingQueue<CompletableFuture<Answer>> slow = new LinkedBlockingQueue<>();

    ThingApi(RateLimit limit) {
        this(limit, new InFlight(1_000), Duration.ofSeconds(1));
    }

    ThingApi(RateLimit limit, InFlight inFlight, Duration requestTimeout) {
        system = ActorSystem.create(
                Behaviors.empty(),
                "things",
                ConfigFactory.parseString("akka.loglevel=WARNING, akka.loggers=[\"akka.event.slf4j.Slf4jLogger\"],"
                                + " symbio.gateway.request-timeout=" + requestTimeout.toMillis() + "ms,"
                                + " symbio.gateway.body-timeout=1s")
                        .withFallback(ConfigFactory.load()));
        Intake intake = new Intake(system);
        List<Endpoint<?>> endpoints = ApiDocs.describing(List.of(
                Endpoint.post("/api/v1/things")
                        .named("createThing", "Things", "Makes a thing")
                        .needs(Permission.CONTRACT_OBSERVE)
                        .takes(NewThing.class)
                        .answers(201, "Made", ThingView.class)
                        .problems(UNFIT, BUSY, NO_THING)
                        .asksEntity()
                        .handledBy(this::create),
                Endpoint.get("/api/v1/things")
                        .named("listThings", "Things", "Lists things")
                        .needs(Permission.CONTRACT_READ)
                        .query(QueryParameter.LIMIT, QueryParameter.oneOf("colour", "Only these", List.of("blue")))
                        .answers(200, "A page", Page.class, ThingView.class)
                        .handledBy(call -> CompletableFuture.completedFuture(
                                Answer.ok(new Page<>(List.of(view("t-" + call.limit(), null)), null)))),
                Endpoint.get("/api/v1/things/{thing}")
                        .named("getThing", "Things", "One thing")
                        .forMembers()
                        .answers(200, "The thing", ThingView.class)
                        .problems(NO_THING)
                        .handledBy(this::one),
                Endpoint.post("/api/v1/things/{thing}/rows")
                        .named("addRows", "Things", "Adds rows")
                        .needs(Permission.CONTRACT_OBSERVE)
                        .takes(Part.class)
                        .orRows(call -> intake.run(call.body(), call.path(), ROWS, chunk -> takeChunk(call, chunk))
                                .thenApply(Answer::ok))
                        .answers(200, "What became of the file", IntakeSummary.class)
                        .problems(Intake.NO_GOOD_ROW, Intake.WRONG_HEADER, BUSY)
                        .asksEntity()
                        .handledBy(call -> CompletableFuture.completedFuture(
                                Answer.ok(new IntakeSummary(1, 1, 0, 0, 0, List.of(), List.of())))),
                Endpoint.get("/api/v1/broken")
                        .named("broken", "Things", "Always fails")
                        .open()
                        .answers(200, "Never", Page.class, Part.class)
                        .handledBy(call -> {
                            throw new IllegalStateException("secret inner detail");
                        }),
                Endpoint.get("/api/v1/stored")
                        .named("stored", "Things", "Finds no store")
                        .open()
                        .answers(200, "Never", Page.class, Part.class)
                        .handledBy(call -> CompletableFuture.failedFuture(new IllegalStateException(
                                new SQLTransientConnectionException("secret: no connection to db-7")))),
                Endpoint.get("/api/v1/sleepy")
                        .named("sleepy", "Things", "Never answers")
                        .open()
                        .answersNothing(204, "Never")
                        .handledBy(call -> new CompletableFuture<>()),
                Endpoint.get("/api/v1/slow")
                        .named("slow", "Things", "Answers when it is let")
                        .open()
                        .answersNothing(204, "At last")
                        .handledBy(call -> {
                            CompletableFuture<Answer> answer = new CompletableFuture<>();
                            slow.add(answer);
                            return answer;
                        })));
        HttpApi api =
                new HttpApi(endpoints, new TestGate(), limit, inFlight, new HttpMetrics(meters), json -> json, system);
        server = HttpServer.bind(system, "127.0.0.1", 0, api::handle)
                .toCompletableFuture()
                .join();
    }

    /** The next request for something slow: it is answered when this is completed. */
    CompletableFuture<Answer> nextSlow() throws InterruptedException {
        return Objects.requireNonNull(slow.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS), "nobody asked");
    }

    boolean anySlow() {
        return !slow.isEmpty();
    }

    int port() {
        return server.port();
    }

    private final class TestGate implements Gate {
        @Override
        public CompletionStage<Caller> admit(String token) {
            return ThingApi.admit(token);
        }

        @Override
        public CompletionStage<Caller> again(Caller caller) {
            return CompletableFuture.completedFuture(
                    chunkIds.size() < dismissedAfter ? caller : new Caller(caller.principal(), Set.of(), Set.of()));
        }
    }

    private static CompletionStage<Caller> admit(String token) {
        if (!token.matches("[a-z]+@[a-z]+:[A-Z_,]*")) {
            return CompletableFuture.failedFuture(HttpApi.unauthenticated("Expected a token of these tests."));
        }
        String[] parts = token.split("[@:]", -1);
        Set<Permission> permissions = EnumSet.noneOf(Permission.class);
        Arrays.stream(parts[2].split(","))
                .filter(p -> !p.isEmpty())
                .map(Permission::valueOf)
                .forEach(permissions::add);
        return CompletableFuture.completedFuture(
                new Caller(Principal.of(parts[0], new TenantId(parts[1])), EnumSet.of(Role.VIEWER), permissions));
    }

    private CompletionStage<Answer> create(Call<NewThing> call) {
        calls.add(call);
        if (call.body().name().equals("lost")) {
            throw new EntityUnavailable(
                    new EntityRef("thing", call.tenant(), "x"), EntityUnavailable.Why.TIMED_OUT, "no answer");
        }
        Reply.Accepted accepted = Replies.accepted(nextReply);
        return CompletableFuture.completedFuture(
                Answer.created("/api/v1/things/t-1", view("t-1", call.body())).withSeq(accepted.seq()));
    }

    private CompletionStage<Answer> one(Call<Void> call) {
        calls.add(call);
        if (!call.path("thing").startsWith("t")) {
            throw NO_THING.because("Expected a thing that exists.");
        }
        return CompletableFuture.completedFuture(
                Answer.ok(view(call.path("thing"), null)).withSeq(3));
    }

    private static ThingView view(String id, @Nullable NewThing from) {
        return new ThingView(
                id,
                from == null ? new BigDecimal("12.50") : from.weight(),
                from == null ? Instant.parse("2026-03-01T08:00:00Z") : from.at(),
                Colour.DARK_RED,
                new TenantId("acme"),
                List.of(new Part("wheel", 4)),
                Duration.ofHours(36),
                from == null ? null : from.note());
    }

    private CompletionStage<ChunkReceipt> takeChunk(Call<RowStream> call, dev.symbio.gateway.intake.Chunk<Row> chunk) {
        if (chunksInFlight.incrementAndGet() > 1) {
            throw new IllegalStateException("two chunks at once");
        }
        chunkIds.add(chunk.commandId(call.key()) + " " + chunk.fingerprint());
        return CompletableFuture.supplyAsync(() -> {
            chunksInFlight.decrementAndGet();
            Replies.accepted(nextReply);
            List<ChunkReceipt.RowNote> refused = new ArrayList<>();
            List<ChunkReceipt.RowNote> conflicts = new ArrayList<>();
            int accepted = 0;
            for (int i = 0; i < chunk.rows().size(); i++) {
                Row row = chunk.rows().get(i);
                if (row.value() != null && row.value().signum() < 0) {
                    refused.add(new ChunkReceipt.RowNote(
                            i, row.id(), "value", "thing.negative", "Expected no less than 0."));
                } else if ("same".equals(row.id())) {
                    conflicts.add(
                            new ChunkReceipt.RowNote(i, row.id(), null, "thing.conflict", "It was other before."));
                } else {
                    taken.add(row);
                    accepted++;
                }
            }
            return new ChunkReceipt(accepted, 0, 0, conflicts, refused);
        });
    }

    @Override
    public void close() {
        server.stop(Duration.ofSeconds(1)).toCompletableFuture().join();
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
    }
}
