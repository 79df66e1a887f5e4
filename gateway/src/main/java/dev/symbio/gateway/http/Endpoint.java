package dev.symbio.gateway.http;

import dev.symbio.tenants.tenant.Permission;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The declaration of one thing that can be asked for over HTTP. Routing, the checks before the handler, the OpenAPI
 * document and the generated tests all come from it.
 *
 * @param <B> what the body is read into; {@link Void} when there is none
 */
public final class Endpoint<B> {
    /** Who is let in. */
    public enum Admission {
        /** Everyone, without a token. */
        OPEN,
        /** Every member of a tenant, whatever its roles. */
        MEMBER,
        /** Members whose roles include the permission. */
        PERMISSION
    }

    /** What the body may be. */
    public enum BodyKind {
        NONE,
        JSON,
        /** {@code application/x-www-form-urlencoded}, as OAuth asks for; read into a map. */
        FORM,
        /** A file, whatever its Content-Type; read as it arrives. */
        FILE
    }

    /**
     * One successful outcome.
     *
     * @param type null when the body is not JSON or there is none
     * @param parameters of a generic type
     * @param mediaType null when there is no body
     */
    public record Success(
            int status, String description, @Nullable Type type, List<Type> parameters, @Nullable String mediaType) {}

    private final Verb verb;
    private final PathTemplate path;
    private final String id;
    private final String tag;
    private final String summary;
    private final Admission admission;
    private final @Nullable Permission permission;
    private final List<QueryParameter> query;
    private final boolean anyQuery;
    private final BodyKind bodyKind;
    private final @Nullable Class<B> bodyType;
    private final @Nullable Handler<RowStream> rowHandler;
    private final List<Success> successes;
    private final List<ProblemType> problems;
    private final Handler<B> handler;
    private final @Nullable JsonBody<B> jsonBody;

    private Endpoint(Builder<B> b, Handler<B> handler) {
        verb = b.verb;
        path = b.path;
        id = b.id;
        tag = b.tag;
        summary = b.summary;
        admission = b.admission;
        permission = b.permission;
        query = List.copyOf(b.query);
        anyQuery = b.anyQuery;
        bodyKind = b.bodyKind;
        bodyType = b.bodyType;
        rowHandler = b.rowHandler;
        successes = List.copyOf(b.successes);
        problems = DerivedProblems.withDerived(b);
        this.handler = handler;
        jsonBody = bodyKind == BodyKind.JSON ? new JsonBody<>(bodyType) : null;
    }

    public static Builder<Void> get(String path) {
        return new Builder<>(Verb.GET, path);
    }

    public static Builder<Void> post(String path) {
        return new Builder<>(Verb.POST, path);
    }

    public static Builder<Void> put(String path) {
        return new Builder<>(Verb.PUT, path);
    }

    public static Builder<Void> delete(String path) {
        return new Builder<>(Verb.DELETE, path);
    }

    public Verb verb() {
        return verb;
    }

    PathTemplate template() {
        return path;
    }

    public String path() {
        return path.text();
    }

    /** Unique; names the operation in OpenAPI, metrics and tests. */
    public String id() {
        return id;
    }

    public String tag() {
        return tag;
    }

    public String summary() {
        return summary;
    }

    public Admission admission() {
        return admission;
    }

    public Optional<Permission> permission() {
        return Optional.ofNullable(permission);
    }

    public List<QueryParameter> query() {
        return query;
    }

    boolean takesAnyQuery() {
        return anyQuery;
    }

    public BodyKind bodyKind() {
        return bodyKind;
    }

    public Optional<Class<B>> bodyType() {
        return Optional.ofNullable(bodyType);
    }

    /** Also takes CSV and NDJSON. */
    public boolean takesRows() {
        return rowHandler != null;
    }

    public List<Success> successes() {
        return successes;
    }

    /** All problems it can answer with, those that every endpoint of its kind has included. */
    public List<ProblemType> problems() {
        return problems;
    }

    public boolean needsKey() {
        return verb == Verb.POST && admission != Admission.OPEN;
    }

    Handler<B> handler() {
        return handler;
    }

    Handler<RowStream> rowHandler() {
        return rowHandler;
    }

    JsonBody<B> jsonBody() {
        return jsonBody;
    }

    @Override
    public String toString() {
        return verb + " " + path.text();
    }

    /** Collects a declaration; {@link #handledBy} completes it. */
    public static final class Builder<B> {
        final Verb verb;
        final PathTemplate path;
        private String id;
        private String tag;
        private String summary;
        Admission admission;
        private @Nullable Permission permission;
        final List<QueryParameter> query = new ArrayList<>();
        private boolean anyQuery;
        BodyKind bodyKind = BodyKind.NONE;
        private @Nullable Class<B> bodyType;
        private @Nullable Handler<RowStream> rowHandler;
        private final List<Success> successes = new ArrayList<>();
        final List<ProblemType> problems = new ArrayList<>();
        boolean commandsEntity;

        private Builder(Verb verb, String path) {
            this.verb = verb;
            this.path = PathTemplate.of(path);
        }

        public Builder<B> named(String newId, String newTag, String newSummary) {
            id = newId;
            tag = newTag;
            summary = newSummary;
            return this;
        }

        public Builder<B> open() {
            admission = Admission.OPEN;
            return this;
        }

        public Builder<B> forMembers() {
            admission = Admission.MEMBER;
            return this;
        }

        public Builder<B> needs(Permission needed) {
            admission = Admission.PERMISSION;
            permission = needed;
            return this;
        }

        public Builder<B> query(QueryParameter... parameters) {
            query.addAll(List.of(parameters));
            return this;
        }

        /** Undeclared parameters are handed on, for protocols that say so. */
        public Builder<B> anyQuery() {
            anyQuery = true;
            return this;
        }

        @SuppressWarnings("unchecked")
        public <T> Builder<T> takes(Class<T> type) {
            Builder<T> typed = (Builder<T>) this;
            typed.bodyKind = BodyKind.JSON;
            typed.bodyType = type;
            return typed;
        }

        @SuppressWarnings("unchecked")
        public Builder<FormFields> takesForm() {
            Builder<FormFields> typed = (Builder<FormFields>) this;
            typed.bodyKind = BodyKind.FORM;
            typed.bodyType = FormFields.class;
            return typed;
        }

        @SuppressWarnings("unchecked")
        public Builder<ByteStream> takesFile() {
            Builder<ByteStream> typed = (Builder<ByteStream>) this;
            typed.bodyKind = BodyKind.FILE;
            typed.bodyType = ByteStream.class;
            return typed;
        }

        /** Besides JSON, a body of rows is taken, of any size. */
        public Builder<B> orRows(Handler<RowStream> rows) {
            rowHandler = rows;
            return this;
        }

        public Builder<B> answers(int status, String description, Type type, Type... parameters) {
            successes.add(new Success(status, description, type, List.of(parameters), "application/json"));
            return this;
        }

        public Builder<B> answersText(int status, String description, String mediaType) {
            successes.add(new Success(status, description, null, List.of(), mediaType));
            return this;
        }

        public Builder<B> answersNothing(int status, String description) {
            successes.add(new Success(status, description, null, List.of(), null));
            return this;
        }

        public Builder<B> problems(ProblemType... types) {
            problems.addAll(List.of(types));
            return this;
        }

        public Builder<B> problems(List<ProblemType> types) {
            problems.addAll(types);
            return this;
        }

        /** Talks to an entity, and so can find it changed, in quarantine or out of reach. */
        public Builder<B> asksEntity() {
            commandsEntity = true;
            return this;
        }

        public Endpoint<B> handledBy(Handler<B> handler) {
            if (id == null || admission == null || successes.isEmpty()) {
                throw new IllegalStateException(
                        verb + " " + path.text() + " needs a name, who is let in and an answer.");
            }
            return new Endpoint<>(this, handler);
        }
    }
}
