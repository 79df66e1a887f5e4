package dev.symbio.gateway.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The OpenAPI document at {@code /openapi.json}, and Swagger UI reading it at {@code /docs}, all served from here. */
public final class ApiDocs {
    private static final String TAG = "Description";
    private static final String HTML = "text/html; charset=UTF-8";
    private static final String SCRIPT = "text/javascript; charset=UTF-8";
    private static final String WEBJAR = "/META-INF/resources/webjars/swagger-ui/";
    private static final ProblemType NO_ASSET = Problems.NO_ROUTE;

    /** Swagger UI sets styles on elements and draws icons from data URIs; all else comes from this server. */
    private static final String POLICY =
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

    private static final String PAGE =
            """
            <!DOCTYPE html>
            <html lang="en">
            <head>
              <meta charset="UTF-8">
              <title>Symbio API</title>
              <link rel="stylesheet" href="/docs/swagger-ui.css">
              <link rel="icon" type="image/png" href="/docs/favicon-32x32.png">
            </head>
            <body>
              <div id="swagger-ui"></div>
              <script src="/docs/swagger-ui-bundle.js"></script>
              <script src="/docs/start.js"></script>
            </body>
            </html>
            """;

    private static final String START =
            """
            window.addEventListener('load', () => {
              SwaggerUIBundle({ url: '/openapi.json', dom_id: '#swagger-ui', deepLinking: true });
            });
            """;

    private ApiDocs() {}

    /** The endpoints given, and those that describe them all. */
    public static List<Endpoint<?>> describing(List<Endpoint<?>> endpoints) {
        List<Endpoint<?>> all = new ArrayList<>(endpoints);
        byte[][] document = new byte[1][];
        all.add(Endpoint.get("/openapi.json")
                .named("openApi", TAG, "This description, as OpenAPI 3.1")
                .open()
                .answers(200, "The description", Object.class)
                .handledBy(call ->
                        CompletableFuture.completedFuture(Answer.ok(new Answer.Raw("application/json", document[0])))));
        all.add(Endpoint.get("/")
                .named("home", TAG, "To the description")
                .open()
                .answersNothing(302, "There")
                .handledBy(call -> CompletableFuture.completedFuture(Answer.redirect("/docs"))));
        all.add(Endpoint.get("/docs")
                .named("docs", TAG, "This description, to read and try")
                .open()
                .answersText(200, "A page", "text/html")
                .handledBy(call -> CompletableFuture.completedFuture(
                        Answer.ok(new Answer.Text(HTML, PAGE)).with("Content-Security-Policy", POLICY))));
        Map<String, Answer.Raw> assets = assets();
        all.add(Endpoint.get("/docs/{asset}")
                .named("docsAsset", TAG, "What the page is made of")
                .open()
                .answersText(200, "A file", "text/css")
                .answersText(200, "A file", "text/javascript")
                .answersText(200, "A file", "image/png")
                .problems(NO_ASSET)
                .handledBy(call -> {
                    Answer.Raw asset = assets.get(call.path("asset"));
                    if (asset == null) {
                        throw NO_ASSET.because("Expected one of " + String.join(", ", assets.keySet()) + ".");
                    }
                    return CompletableFuture.completedFuture(
                            Answer.ok(asset).with("Cache-Control", "public, max-age=3600"));
                }));
        document[0] = OpenApi.documentOf(all);
        return List.copyOf(all);
    }

    private static Map<String, Answer.Raw> assets() {
        String folder = WEBJAR + webjarVersion() + '/';
        return Map.of(
                "swagger-ui.css", new Answer.Raw("text/css; charset=UTF-8", resource(folder + "swagger-ui.css")),
                "swagger-ui-bundle.js", new Answer.Raw(SCRIPT, resource(folder + "swagger-ui-bundle.js")),
                "favicon-32x32.png", new Answer.Raw("image/png", resource(folder + "favicon-32x32.png")),
                "start.js", new Answer.Raw(SCRIPT, START.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    private static String webjarVersion() {
        String text = new String(
                resource("/META-INF/maven/org.webjars/swagger-ui/pom.properties"),
                java.nio.charset.StandardCharsets.ISO_8859_1);
        return text.lines()
                .filter(line -> line.startsWith("version="))
                .map(line -> line.substring("version=".length()).trim())
                .findFirst()
                .orElseThrow();
    }

    private static byte[] resource(String name) {
        try (InputStream in = ApiDocs.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("Expected " + name + " on the class path.");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + name + ".", e);
        }
    }
}
