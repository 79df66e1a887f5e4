package dev.symbio.ops.deployment;

import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What Prometheus can get from a node: what a running one exports, and what the sources register later, when it first
 * happens. Micrometer itself says how a meter of the code is called there.
 *
 * @param labels of any of them
 */
record Metrics(Set<String> names, Set<String> labels) {
    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-zA-Z_:][\\w:]*)(?:\\{([^}]*)})? ");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");
    private static final Pattern METER = Pattern.compile(
            "(?:\\.(counter|timer|gauge|gaugeMapSize)|(Timer|Counter)\\s*\\.builder)\\(\\s*\"(symbio\\.[a-z.]+)\"([^;]*);");
    private static final Pattern TAG = Pattern.compile("\"([a-z]+)\"");

    static Metrics of(Path home, String scrape) throws IOException {
        Metrics found = new Metrics(new TreeSet<>(), new TreeSet<>());
        found.take(scrape);
        for (String module : new String[] {"platform", "tenants", "contracts", "gateway"}) {
            try (Stream<Path> sources = Files.walk(home.resolve(module).resolve("src/main/java"))) {
                for (Path source : sources.filter(file -> file.toString().endsWith(".java"))
                        .toList()) {
                    found.takeSource(Files.readString(source));
                }
            }
        }
        return found;
    }

    private void take(String scrape) {
        Matcher sample = SAMPLE.matcher(scrape);
        while (sample.find()) {
            names.add(sample.group(1));
            if (sample.group(2) != null) {
                LABEL.matcher(sample.group(2)).results().forEach(label -> labels.add(label.group(1)));
            }
        }
    }

    private void takeSource(String source) {
        Matcher meter = METER.matcher(source);
        while (meter.find()) {
            String how = meter.group(1) == null ? meter.group(2) : meter.group(1);
            String rest = meter.group(4);
            boolean histogram = rest.contains("publishPercentileHistogram") || rest.contains("serviceLevelObjectives");
            take(exported(how, meter.group(3), histogram));
            TAG.matcher(rest).results().forEach(tag -> labels.add(tag.group(1)));
        }
    }

    private static String exported(String how, String name, boolean histogram) {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        switch (how) {
            case "counter", "Counter" -> registry.counter(name).increment();
            case "timer", "Timer" ->
                Timer.builder(name)
                        .publishPercentileHistogram(histogram)
                        .register(registry)
                        .record(Duration.ofMillis(1));
            default -> registry.gauge(name, new AtomicInteger(1));
        }
        return registry.scrape();
    }
}
