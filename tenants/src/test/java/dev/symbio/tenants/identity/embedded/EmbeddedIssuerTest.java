package dev.symbio.tenants.identity.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.symbio.platform.entity.TenantId;
import dev.symbio.platform.json.Json;
import dev.symbio.tenants.identity.HandClock;
import dev.symbio.tenants.identity.Jwks;
import dev.symbio.tenants.identity.TokenRefused;
import dev.symbio.tenants.identity.TokenVerifier;
import dev.symbio.tenants.identity.VerifiedIdentity;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedIssuerTest {
    private static final String ISSUER = "http://localhost:8080/oidc";
    private static final String HOST = "localhost:8080";
    private static final String VERIFIER = "a-verifier-that-is-long-enough-for-the-rules-of-pkce";
    private static final String BACK = "http://localhost:5173/signed-in?x=1";

    @TempDir
    Path dataDir;

    private final HandClock clock = new HandClock();
    private final Map<Login, String> people = new HashMap<>();
    private EmbeddedIssuer issuer;

    @BeforeEach
    void open() {
        people.put(new Login("ann", new TenantId("acme")), "Ann <script>alert(1)</script>");
        issuer = open("embedded", "127.0.0.1", ISSUER);
    }

    private EmbeddedIssuer open(String profile, String host, String url) {
        return open(new EmbeddedIssuer.Place(profile, false, host, dataDir, url));
    }

    private EmbeddedIssuer open(EmbeddedIssuer.Place place) {
        return EmbeddedIssuer.open(place, known(), clock);
    }

    private People known() {
        return new People() {
            @Override
            public CompletionStage<Optional<Person>> find(Login login) {
                return CompletableFuture.completedFuture(
                        Optional.ofNullable(people.get(login)).map(name -> new Person(login, name, "Acme: [ADMIN]")));
            }

            @Override
            public CompletionStage<List<Person>> some() {
                return CompletableFuture.completedFuture(people.entrySet().stream()
                        .map(e -> new Person(e.getKey(), e.getValue(), "Acme: [ADMIN]"))
                        .toList());
            }
        };
    }

    private static Map<String, String> authorizeParameters() throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII));
        Map<String, String> parameters = new HashMap<>();
        parameters.put("response_type", "code");
        parameters.put("client_id", "symbio-portal");
        parameters.put("redirect_uri", BACK);
        parameters.put("scope", "openid");
        parameters.put("state", "s&1");
        parameters.put("nonce", "n-1");
        parameters.put("code_challenge_method", "S256");
        parameters.put("code_challenge", Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
        parameters.put("login", "ann@acme");
        return parameters;
    }

    private IssuerResponse authorize(Map<String, String> parameters) {
        return issuer.authorize(new IssuerRequest(HOST, parameters))
                .toCompletableFuture()
                .join();
    }

    private IssuerResponse token(Map<String, String> form) {
        return issuer.token(new IssuerRequest(HOST, form)).toCompletableFuture().join();
    }

    private static String codeIn(IssuerResponse response) {
        assertThat(response.status()).isEqualTo(302);
        String location = response.headers().get("Location");
        assertThat(location).startsWith(BACK + "&code=").endsWith("&state=s%261");
        return location.substring((BACK + "&code=").length(), location.lastIndexOf("&state"));
    }

    private static Map<String, String> redemption(String code) {
        return new HashMap<>(Map.of(
                "grant_type", "authorization_code",
                "code", code,
                "client_id", "symbio-portal",
                "redirect_uri", BACK,
                "code_verifier", VERIFIER));
    }

    private IssuerResponse clientCredentials(String clientId) {
        return token(Map.of("grant_type", "client_credentials", "client_id", clientId));
    }

    private static JsonNode json(IssuerResponse response) throws Exception {
        assertThat(response.contentType()).isEqualTo("application/json");
        assertThat(response.headers()).containsEntry("Cache-Control", "no-store");
        return Json.MAPPER.readTree(response.body());
    }

    private VerifiedIdentity verified(String token) {
        return new TokenVerifier(issuer.trusted(), new Jwks(issuer.jwksSource(), clock), clock)
                .verify(token)
                .toCompletableFuture()
                .join();
    }

    @Test
    void signsInWithACodeAndPkce() throws Exception {
        JsonNode answer = json(token(redemption(codeIn(authorize(authorizeParameters())))));
        assertThat(answer.get("expires_in").asInt()).isEqualTo(3_600);
        VerifiedIdentity identity = verified(answer.get("access_token").asText());
        assertThat(identity.subject()).isEqualTo("ann");
        assertThat(identity.tenant()).isEqualTo(new TenantId("acme"));
        assertThat(identity.expiresAt()).isEqualTo(clock.instant().plusSeconds(3_600));
        JsonNode idToken = payload(answer.get("id_token").asText());
        assertThat(idToken.get("nonce").asText()).isEqualTo("n-1");
        assertThat(idToken.get("aud").toString()).contains("symbio-portal");
        assertThatThrownBy(() -> verified(answer.get("id_token").asText()))
                .as("an ID token is not for the API")
                .hasCauseInstanceOf(TokenRefused.class);
    }

    private static JsonNode payload(String token) throws Exception {
        return Json.MAPPER.readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
    }

    @Test
    void scriptsSignInWithClientCredentials() throws Exception {
        JsonNode answer = json(clientCredentials("ann@acme"));
        assertThat(verified(answer.get("access_token").asText()).subject()).isEqualTo("ann");
        assertThat(answer.has("id_token")).isFalse();
    }

    @Test
    void theOperatorIsBuiltIn() throws Exception {
        JsonNode answer = json(clientCredentials("operator@symbio"));
        assertThat(verified(answer.get("access_token").asText()).tenant()).isEqualTo(new TenantId("symbio"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bob@acme", "ann@bolt", "ann", "@acme", "ann@", "system@acme", "ann@ACME", "", "a b@acme"})
    void issuesNothingForPeopleWhoDoNotExist(String clientId) {
        IssuerResponse answer = clientCredentials(clientId);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body()).contains("invalid_client").doesNotContain("access_token");
    }

    @Test
    void tokensLiveAnHour() throws Exception {
        String token = json(clientCredentials("ann@acme")).get("access_token").asText();
        clock.advance(Duration.ofMinutes(59));
        verified(token);
        clock.advance(Duration.ofMinutes(2));
        assertThatThrownBy(() -> verified(token)).hasCauseInstanceOf(TokenRefused.class);
    }

    @Test
    void aCodeIsGoodOnceAndForAMinute() throws Exception {
        String code = codeIn(authorize(authorizeParameters()));
        assertThat(token(redemption(code)).status()).isEqualTo(200);
        assertThat(token(redemption(code)).body()).contains("invalid_grant");
        String late = codeIn(authorize(authorizeParameters()));
        clock.advance(Duration.ofSeconds(60));
        assertThat(token(redemption(late)).body()).contains("invalid_grant");
    }

    @ParameterizedTest
    @CsvSource({
        "code_verifier, another-verifier-that-is-long-enough-for-the-rules-of-pkce",
        "code_verifier, short",
        "code_verifier, ''",
        "client_id, symbio-docs",
        "redirect_uri, http://localhost:5173/other",
        "code, unknown"
    })
    void aCodeIsWorthNothingToSomebodyElseAndSpentByTheAttempt(String name, String value) throws Exception {
        String code = codeIn(authorize(authorizeParameters()));
        Map<String, String> wrong = redemption(code);
        wrong.put(name, value);
        IssuerResponse answer = token(wrong);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("invalid_grant");
        if (!name.equals("code")) {
            assertThat(token(redemption(code)).status()).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "code_challenge_method, plain, invalid_request",
        "code_challenge_method, '', invalid_request",
        "code_challenge, '', invalid_request",
        "code_challenge, too-short, invalid_request",
        "response_type, token, unsupported_response_type"
    })
    void sendsTheBrowserBackWithAnErrorWhenTheRequestIsWrong(String name, String value, String error) throws Exception {
        Map<String, String> parameters = authorizeParameters();
        parameters.put(name, value);
        IssuerResponse answer = authorize(parameters);
        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.headers().get("Location")).contains("error=" + error).doesNotContain("code=");
    }

    @ParameterizedTest
    @CsvSource({
        "redirect_uri, https://evil.example/cb",
        "redirect_uri, http://localhost.evil.example/cb",
        "redirect_uri, http://localhost@evil.example/cb",
        "redirect_uri, javascript:alert(1)",
        "redirect_uri, http://localhost/cb#fragment",
        "redirect_uri, //evil.example",
        "redirect_uri, 'http://localhost/ cb'",
        "redirect_uri, ''",
        "client_id, another-app"
    })
    void neverSendsABrowserElsewhere(String name, String value) throws Exception {
        Map<String, String> parameters = authorizeParameters();
        parameters.put(name, value);
        IssuerResponse answer = authorize(parameters);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.headers()).doesNotContainKey("Location");
    }

    @Test
    void showsWhoOneCanBeAndEscapesEverything() throws Exception {
        Map<String, String> parameters = authorizeParameters();
        parameters.remove("login");
        parameters.put("state", "\"><script>alert(2)</script>");
        IssuerResponse page = authorize(parameters);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body())
                .contains("login=ann%40acme", "login=operator%40symbio", "Ann &lt;script&gt;")
                .doesNotContain("<script");
        assertThat(page.headers().get("Content-Security-Policy")).contains("default-src 'none'");
        parameters.put("login", "<script>@acme");
        IssuerResponse nobody = authorize(parameters);
        assertThat(nobody.status()).isEqualTo(404);
        assertThat(nobody.body()).contains("There is no &lt;script&gt;@acme").doesNotContain("<script>");
        parameters.put("login", "bob@acme");
        assertThat(authorize(parameters).status()).isEqualTo(404);
    }

    @Test
    void answersOnlyRequestsThatNameThisMachine() throws Exception {
        for (String host : new String[] {"evil.example", "evil.example:8080", "192.168.1.7:8080", null}) {
            IssuerRequest authorize = new IssuerRequest(host, authorizeParameters());
            assertThat(issuer.authorize(authorize).toCompletableFuture().join().status())
                    .isEqualTo(400);
            IssuerRequest token =
                    new IssuerRequest(host, Map.of("grant_type", "client_credentials", "client_id", "ann@acme"));
            assertThat(issuer.token(token).toCompletableFuture().join().status())
                    .isEqualTo(400);
        }
    }

    @Test
    void refusesOtherGrantsAndHugeRequests() {
        assertThat(token(Map.of("grant_type", "password")).body()).contains("unsupported_grant_type");
        assertThat(token(Map.of()).body()).contains("unsupported_grant_type");
        assertThat(token(Map.of("grant_type", "x".repeat(5_000))).body()).contains("invalid_request");
    }

    @Test
    void isNotBuiltInAnotherProfileOrWhereOthersCouldReachIt() {
        for (String profile : List.of("postgres", "cassandra", "")) {
            assertThatThrownBy(() -> open(profile, "127.0.0.1", ISSUER))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("profile");
            assertThat(open(new EmbeddedIssuer.Place(profile, true, "127.0.0.1", dataDir, ISSUER)))
                    .isNotNull();
            assertThatThrownBy(() -> open(new EmbeddedIssuer.Place(profile, true, "0.0.0.0", dataDir, ISSUER)))
                    .hasMessageContaining("only on this machine");
        }
        for (String host : List.of("0.0.0.0", "192.168.1.7", "symbio.example", "::")) {
            assertThatThrownBy(() -> open("embedded", host, ISSUER))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("this machine");
        }
        assertThatThrownBy(() -> open("embedded", "127.0.0.1", "https://symbio.example/oidc"))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void describesItself() throws Exception {
        JsonNode document = json(issuer.discovery());
        assertThat(document.get("issuer").asText()).isEqualTo(ISSUER);
        for (String endpoint : List.of("authorization_endpoint", "token_endpoint", "jwks_uri")) {
            assertThat(URI.create(document.get(endpoint).asText()).toString()).startsWith(ISSUER + "/");
        }
        JsonNode key = json(issuer.jwks()).at("/keys/0");
        assertThat(key.get("kty").asText()).isEqualTo("RSA");
        assertThat(key.get("kid").asText()).isNotEmpty();
        for (String secret : List.of("d", "p", "q", "dp", "dq", "qi")) {
            assertThat(key.has(secret)).as("the private part " + secret).isFalse();
        }
    }

    @Test
    void keepsItsKeyAcrossRestartsAndForItselfAlone() throws Exception {
        String token = json(clientCredentials("ann@acme")).get("access_token").asText();
        issuer = open("embedded", "localhost", ISSUER);
        assertThat(verified(token).subject()).isEqualTo("ann");
        Path file = dataDir.resolve(IssuerKey.FILE);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> open("embedded", "localhost", ISSUER))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("r--r--");
    }

    @Test
    void aBrokenKeyFileIsAClearError() throws Exception {
        Path file = dataDir.resolve(IssuerKey.FILE);
        Files.writeString(file, "{\"kty\":\"RSA\"");
        assertThatThrownBy(() -> open("embedded", "localhost", ISSUER))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Delete the file");
    }
}
