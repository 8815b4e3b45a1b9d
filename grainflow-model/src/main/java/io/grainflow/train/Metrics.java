package io.grainflow.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Named numbers (losses, or figures of a validation) in the order in which they were declared. The unit is part of each name, such as
 * {@code psnrDecibels}.
 *
 * @param list names are unique
 */
public record Metrics(List<Metric> list) {
    /** One number. */
    public record Metric(String name, double value) {}

    /**
     * Checks the names.
     *
     * @throws IllegalArgumentException if a name occurs twice
     */
    public Metrics {
        list = List.copyOf(list);
        Set<String> names = new HashSet<>();
        for (Metric figure : list) {
            if (!names.add(figure.name())) {
                throw new IllegalArgumentException("Metrics expects different names, got " + figure.name() + " twice");
            }
        }
    }

    /** No metrics. */
    public static Metrics none() {
        return new Metrics(List.of());
    }

    public static Metrics of(String name, double value) {
        return none().and(name, value);
    }

    /** These metrics and one more. */
    public Metrics and(String name, double value) {
        List<Metric> more = new ArrayList<>(list);
        more.add(new Metric(name, value));
        return new Metrics(more);
    }

    /**
     * The number with the given name.
     *
     * @throws IllegalArgumentException if there is none; the message lists the existing names
     */
    public double get(String name) {
        return list.stream()
                .filter(figure -> figure.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Metrics expects one of " + names() + ", got " + name))
                .value();
    }

    public List<String> names() {
        return list.stream().map(Metric::name).toList();
    }

    /** Name to number, in this order. */
    public Map<String, Double> toMap() {
        Map<String, Double> map = new LinkedHashMap<>();
        list.forEach(figure -> map.put(figure.name(), figure.value()));
        return Collections.unmodifiableMap(map);
    }
}
