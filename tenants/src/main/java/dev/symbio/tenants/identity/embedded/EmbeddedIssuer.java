package dev.symbio.tenants.identity.embedded;

import dev.symbio.tenants.identity.JwksSource;
import dev.symbio.tenants.identity.Loopback;
import dev.symbio.tenants.identity.TrustedIssuer;
import dev.symbio.tenants.identity.embedded.AuthorizationCodes.Grant;
import dev.symbio.tenants.identity.embedded.People.Person;
import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.RsaPrivateJwk;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The issuer: discovery, keys, authorization-code flow with PKCE S256, and client credentials with {@code
 * client_id=subject@tenant} and no secret for scripts. Access tokens are RS256 JWTs as Keycloak makes them and live
 * {@value #TOKEN_LIFE_SECONDS} s.
 */
public final class EmbeddedIssuer {
    public static final int TOKEN_LIFE_SECONDS = 3_600;
    /** The browser applications that may ask for a code. */
    public static final Set<String> CLIENTS = Set.of("symbio-portal", "symbio-docs");

    private static final Person OPERATOR = new Person(Login.OPERATOR, "Operator", "Symbio: [OPERATOR]");
    private static final String NO_SUCH_MEMBER = "There is no such member.";

    /**
     * Where the issuer is to run.
     *
     * @param profile label of the storage profile
     * @param chosen the settings name the built-in issuer, so that it may run in any profile
     * @param httpHost the address that the public HTTP server listens on
     * @param dataDir where the signing key is kept
     * @param issuer its URL without a slash at the end, such as {@code http://localhost:8080/oidc}
     */
    public record Place(String profile, boolean chosen, String httpHost, Path dataDir, String issuer) {}

    private final String issuer;
    private final People people;
    private final Clock clock;
    private final RsaPrivateJwk key;
    private final AuthorizationCodes codes;

    private EmbeddedIssuer(Place place, People people, Clock clock) {
        this.issuer = place.issuer();
        this.people = people;
        this.clock = clock;
        key = IssuerKey.openIn(place.dataDir());
        codes = new AuthorizationCodes(clock);
    }

    /**
     * @throws IllegalStateException outside of the embedded profile unless it is chosen there, or if others than this machine could reach it: it
     *     lets everybody be anybody
     */
    public static EmbeddedIssuer open(Place place, People people, Clock clock) {
        if (!place.profile().equals("embedded") && !place.chosen()) {
            throw new IllegalStateException(
                    "The built-in issuer has no passwords and is not chosen by itself in the profile "
                            + place.profile()
                            + ". Set symbio.identity.issuer and symbio.identity.jwks-url to a real one,"
                            + " or, to try it on this machine, symbio.identity.issuer to built-in.");
        }
        if (!Loopback.isLoopback(place.httpHost())
                || !Loopback.isLoopback(URI.create(place.issuer()).getHost())) {
            throw new IllegalStateException("The built-in issuer has no passwords and runs only on this machine,"
                    + " but HTTP listens on " + place.httpHost() + " as " + place.issuer() + ".");
        }
        return new EmbeddedIssuer(place, people, clock);
    }

    /** What a {@link dev.symbio.tenants.identity.TokenVerifier} needs to know of it. */
    public TrustedIssuer trusted() {
        return new TrustedIssuer(issuer, TrustedIssuer.AUDIENCE, URI.create(issuer + "/jwks"));
    }

    /** Its keys, without the way through HTTP. */
    public JwksSource jwksSource() {
        return () -> CompletableFuture.completedFuture(jwks().body());
    }

    /** GET {@code /oidc/.well-known/openid-configuration} */
    public IssuerResponse discovery() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("issuer", issuer);
        document.put("authorization_endpoint", issuer + "/authorize");
        document.put("token_endpoint", issuer + "/token");
        document.put("jwks_uri", issuer + "/jwks");
        document.put("response_types_supported", List.of("code"));
        document.put("response_modes_supported", List.of("query"));
        document.put("grant_types_supported", List.of("authorization_code", "client_credentials"));
        document.put("subject_types_supported", List.of("public"));
        document.put("id_token_signing_alg_values_supported", List.of("RS256"));
        document.put("code_challenge_methods_supported", List.of("S256"));
        document.put("token_endpoint_auth_methods_supported", List.of("none"));
        document.put("scopes_supported", List.of("openid"));
        return IssuerResponse.json(200, document);
    }

    /** GET {@code /oidc/jwks}: the public half of the key. */
    public IssuerResponse jwks() {
        Map<String, Object> publicKey = new LinkedHashMap<>();
        key.toPublicJwk().forEach((name, value) -> publicKey.put(name, value.toString()));
        publicKey.put("alg", "RS256");
        publicKey.put("use", "sig");
        return IssuerResponse.json(200, Map.of("keys", List.of(publicKey)));
    }

    /** GET {@code /oidc/authorize}: the chooser page, or with {@code login=subject@tenant} the way back with a code. */
    public CompletionStage<IssuerResponse> authorize(IssuerRequest request) {
        Optional<String> refusal = refusal(request);
        if (refusal.isPresent()) {
            return page(400, ChooserPage.refused(refusal.get()));
        }
        if (!request.parameter("response_type").equals("code")) {
            return back(request, "error", "unsupported_response_type");
        }
        if (!request.parameter("code_challenge_method").equals("S256")
                || !AuthorizationCodes.isChallenge(request.parameter("code_challenge"))) {
            return back(request, "error", "invalid_request");
        }
        String wanted = request.parameter("login");
        if (wanted.isEmpty()) {
            return chooser(request, 200, "");
        }
        Optional<Login> login = Login.parse(wanted);
        if (login.isEmpty()) {
            return chooser(request, 404, wanted);
        }
        return find(login.get())
                .thenCompose(found -> found.isEmpty()
                        ? chooser(request, 404, wanted)
                        : back(request, "code", codes.codeFor(grant(request, login.get()))));
    }

    /** POST {@code /oidc/token} with a form. */
    public CompletionStage<IssuerResponse> token(IssuerRequest request) {
        if (!Loopback.isLoopbackHeader(request.host()) || request.isTooLarge()) {
            return error(400, "invalid_request", "Expected a small request to this machine.");
        }
        return switch (request.parameter("grant_type")) {
            case "authorization_code" -> redeemed(request);
            case "client_credentials" ->
                Login.parse(request.parameter("client_id"))
                        .map(login -> issued(login, login.toString(), Optional.empty(), 401, "invalid_client"))
                        .orElseGet(() -> error(401, "invalid_client", "Expected a client_id like subject@tenant."));
            default -> error(400, "unsupported_grant_type", "Expected authorization_code or client_credentials.");
        };
    }

    private CompletionStage<IssuerResponse> redeemed(IssuerRequest request) {
        return codes.redeem(
                        request.parameter("code"),
                        request.parameter("client_id"),
                        request.parameter("redirect_uri"),
                        request.parameter("code_verifier"))
                .map(grant -> issued(grant.login(), grant.clientId(), Optional.of(grant), 400, "invalid_grant"))
                .orElseGet(() ->
                        error(400, "invalid_grant", "The code is unknown, over, used before or not yours to redeem."));
    }

    private CompletionStage<IssuerResponse> issued(
            Login login, String clientId, Optional<Grant> grant, int statusIfGone, String errorIfGone) {
        return find(login).thenCompose(found -> {
            if (found.isEmpty()) {
                return error(statusIfGone, errorIfGone, NO_SUCH_MEMBER);
            }
            Person person = found.get();
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put(
                    "access_token",
                    signed(person, clientId)
                            .audience()
                            .add(TrustedIssuer.AUDIENCE)
                            .and()
                            .compact());
            answer.put("token_type", "Bearer");
            answer.put("expires_in", TOKEN_LIFE_SECONDS);
            if (grant.isPresent() && grant.get().openid()) {
                JwtBuilder idToken =
                        signed(person, clientId).audience().add(clientId).and();
                if (!grant.get().nonce().isEmpty()) {
                    idToken.claim("nonce", grant.get().nonce());
                }
                answer.put("id_token", idToken.compact());
                answer.put("scope", "openid");
            }
            return CompletableFuture.completedFuture(IssuerResponse.json(200, answer));
        });
    }

    private JwtBuilder signed(Person person, String clientId) {
        Instant now = clock.instant();
        return Jwts.builder()
                .header()
                .type("JWT")
                .keyId(key.getId())
                .and()
                .id(UUID.randomUUID().toString())
                .issuer(issuer)
                .subject(person.login().subject())
                .issuedAt(Date.from(now))
                .expiration(Date.from(now.plusSeconds(TOKEN_LIFE_SECONDS)))
                .claim("azp", clientId)
                .claim("organization", List.of(person.login().tenant().value()))
                .claim("preferred_username", person.login().subject())
                .claim("name", person.name())
                .signWith(key.toKey(), Jwts.SIG.RS256);
    }

    private CompletionStage<Optional<Person>> find(Login login) {
        return login.equals(Login.OPERATOR)
                ? CompletableFuture.completedFuture(Optional.of(OPERATOR))
                : people.find(login);
    }

    private static Grant grant(IssuerRequest request, Login login) {
        return new Grant(
                login,
                request.parameter("client_id"),
                request.parameter("redirect_uri"),
                request.parameter("code_challenge"),
                request.parameter("nonce"),
                Arrays.asList(request.parameter("scope").split(" ")).contains("openid"));
    }

    /** Why a browser must not even be sent back; empty if all is well. */
    private static Optional<String> refusal(IssuerRequest request) {
        if (!Loopback.isLoopbackHeader(request.host()) || request.isTooLarge()) {
            return Optional.of("Expected a small request to this machine.");
        }
        if (!CLIENTS.contains(request.parameter("client_id"))) {
            return Optional.of("Expected a known client_id.");
        }
        return isOnThisMachine(request.parameter("redirect_uri"))
                ? Optional.empty()
                : Optional.of("Expected a redirect_uri on this machine.");
    }

    private static boolean isOnThisMachine(String redirectUri) {
        try {
            URI uri = new URI(redirectUri);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return web
                    && Loopback.isLoopback(uri.getHost())
                    && uri.getRawFragment() == null
                    && uri.getRawUserInfo() == null;
        } catch (URISyntaxException notAUri) {
            return false;
        }
    }

    private CompletionStage<IssuerResponse> chooser(IssuerRequest request, int status, String notFound) {
        return people.some().thenApply(some -> {
            List<Person> all = new ArrayList<>(List.of(OPERATOR));
            some.stream().filter(p -> !p.login().equals(Login.OPERATOR)).forEach(all::add);
            return IssuerResponse.page(status, ChooserPage.choose(all, request.parameters(), notFound));
        });
    }

    private static CompletionStage<IssuerResponse> back(IssuerRequest request, String name, String value) {
        String redirectUri = request.parameter("redirect_uri");
        String location =
                redirectUri + (redirectUri.contains("?") ? "&" : "?") + name + "=" + ChooserPage.encoded(value);
        if (!request.parameter("state").isEmpty()) {
            location += "&state=" + ChooserPage.encoded(request.parameter("state"));
        }
        return CompletableFuture.completedFuture(IssuerResponse.redirect(location));
    }

    private static CompletionStage<IssuerResponse> page(int status, String html) {
        return CompletableFuture.completedFuture(IssuerResponse.page(status, html));
    }

    private static CompletionStage<IssuerResponse> error(int status, String error, String description) {
        return CompletableFuture.completedFuture(IssuerResponse.error(status, error, description));
    }
}
