package dev.symbio.tenants.identity.embedded;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The page on which a person chooses who to be. Plain HTML without a script; every value is escaped. */
final class ChooserPage {
    private static final String HEAD =
            """
            <!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Symbio: who are you?</title>
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <style>body{font:16px/1.5 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem}
            ul{list-style:none;padding:0}li{margin:.25rem 0}a{display:block;padding:.5rem .75rem;border:1px solid #bbb;
            border-radius:.4rem;color:inherit;text-decoration:none}a:hover,a:focus{background:#eef}small{color:#555}
            </style></head><body><main>
            """;
    private static final String FOOT = "</main></body></html>";

    private ChooserPage() {}

    static String choose(List<People.Person> people, Map<String, String> parameters, String notFound) {
        StringBuilder html = new StringBuilder(HEAD)
                .append("<h1>Who are you?</h1><p>This is the demo sign-in: no passwords, on this machine only.</p>");
        if (!notFound.isEmpty()) {
            html.append("<p role=\"alert\">There is no ")
                    .append(escaped(notFound))
                    .append(".</p>");
        }
        html.append("<ul>");
        for (People.Person person : people) {
            String login = person.login().toString();
            html.append("<li><a href=\"?")
                    .append(escaped(query(parameters, login)))
                    .append("\"><strong>")
                    .append(escaped(person.name()))
                    .append("</strong> ")
                    .append(escaped(login))
                    .append("<br><small>")
                    .append(escaped(person.detail()))
                    .append("</small></a></li>");
        }
        html.append("</ul><form method=\"get\"><label>Somebody else <input name=\"login\"")
                .append(" placeholder=\"name@tenant\" required></label>");
        new TreeMap<>(parameters).forEach((name, value) -> {
            if (!name.equals("login")) {
                html.append("<input type=\"hidden\" name=\"")
                        .append(escaped(name))
                        .append("\" value=\"")
                        .append(escaped(value))
                        .append("\">");
            }
        });
        return html.append(" <button>Sign in</button></form>").append(FOOT).toString();
    }

    static String refused(String why) {
        return HEAD + "<h1>This cannot be done</h1><p>" + escaped(why) + "</p>" + FOOT;
    }

    private static String query(Map<String, String> parameters, String login) {
        Map<String, String> all = new TreeMap<>(parameters);
        all.put("login", login);
        return all.entrySet().stream()
                .map(e -> encoded(e.getKey()) + "=" + encoded(e.getValue()))
                .collect(Collectors.joining("&"));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
