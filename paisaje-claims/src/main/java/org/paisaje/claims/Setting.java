package org.paisaje.claims;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of a check, in the order in which they are shown. Equal settings measure the same.
 *
 * @param parameters the parameters, each name once
 * @param note what is special about the setting, for a control what was broken; not part of what is measured
 */
public record Setting(List<Parameter<?>> parameters, String note) {
    /** Copies the list and refuses a name that comes twice. */
    public Setting {
        parameters = List.copyOf(parameters);
        if (parameters.stream().map(parameter -> parameter.key().name()).distinct().count() < parameters.size()) {
            throw new IllegalArgumentException("Setting: a name is given twice among " + parameters);
        }
    }

    /** A setting of these parameters. */
    public static Setting of(Parameter<?>... parameters) {
        return new Setting(List.of(parameters), "");
    }

    /** This setting with one parameter replaced, which keeps its own bounds, or appended. */
    public <T> Setting with(Key<T> key, T value) {
        List<Parameter<?>> copy = new ArrayList<>(parameters);
        int place = place(key.name());
        if (place < 0) {
            copy.add(key.is(value));
        } else {
            copy.set(place, key.own(parameters.get(place)).key().is(value));
        }
        return new Setting(copy, note);
    }

    /** This setting with one parameter and its bounds replaced or appended. */
    public Setting with(Parameter<?> parameter) {
        List<Parameter<?>> copy = new ArrayList<>(parameters);
        int place = place(parameter.key().name());
        if (place < 0) {
            copy.add(parameter);
        } else {
            copy.set(place, parameter);
        }
        return new Setting(copy, note);
    }

    /** This setting with a note. */
    public Setting noted(String words) {
        return new Setting(parameters, words);
    }

    /**
     * This setting with a parameter replaced by a value written as text.
     *
     * @throws IllegalArgumentException if there is no such parameter or it does not take that value
     */
    public Setting withText(String name, String text) {
        return with(parameters.get(found(name)).withText(text));
    }

    /** What is wrong with the parameters beside each other, such as a range whose end is below its start; empty if nothing is. */
    public Optional<String> objection() {
        return parameters.stream().flatMap(parameter -> parameter.objection(this).stream()).findFirst();
    }

    /** Whether there is a parameter of that key. */
    public boolean has(Key<?> key) {
        return place(key.name()) >= 0;
    }

    /** The value of a key, shared where it is an array. */
    public <T> T get(Key<T> key) {
        return key.own(parameters.get(found(key.name()))).value();
    }

    /** The values by name as they are shown, stored and compared. */
    public Map<String, Object> values() {
        Map<String, Object> result = new LinkedHashMap<>();
        parameters.forEach(parameter -> result.put(parameter.key().name(), parameter.kept()));
        return Collections.unmodifiableMap(result);
    }

    private int place(String name) {
        for (int i = 0; i < parameters.size(); i++) {
            if (parameters.get(i).key().name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private int found(String name) {
        int place = place(name);
        if (place < 0) {
            throw new IllegalArgumentException(
                    "setting: there is no " + (name.isEmpty() ? "empty name" : name) + "; there are "
                            + String.join(", ", values().keySet()));
        }
        return place;
    }
}
