package org.paisaje.study;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.paisaje.study.figure.Figure;

/**
 * A part of a result.
 *
 * @param id a short name, such as {@code step-size}; letters, digits, dots and hyphens
 * @param title its headline
 * @param mark its verdict at a glance, where there is one
 * @param summary what came out, in a sentence; may be empty
 * @param blocks what it holds, in the order of the argument
 * @param values what a program may want to read of it, by name: numbers, texts, truth values, lists and maps of these
 */
public record Section(String id, String title, Optional<Mark> mark, String summary, List<Block> blocks,
        Map<String, Object> values) {
    /** Copies the collections. */
    public Section {
        blocks = List.copyOf(blocks);
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** A section without a verdict. */
    public static Section of(String id, String title, String summary, List<Block> blocks) {
        return new Section(id, title, Optional.empty(), summary, blocks, Map.of());
    }

    /** With a verdict at a glance. */
    public Section marked(Mark verdict) {
        return new Section(id, title, Optional.of(verdict), summary, blocks, values);
    }

    /** With values for programs. */
    public Section with(Map<String, Object> others) {
        return new Section(id, title, mark, summary, blocks, others);
    }

    /** Its findings. */
    public Stream<Finding> findings() {
        return blocks.stream()
                .flatMap(block -> block instanceof Block.Findings findings ? findings.lines().stream() : Stream.of());
    }

    /** Its figures, tables of numbers among them. */
    public Stream<Figure> figures() {
        return blocks.stream().flatMap(block -> switch (block) {
            case Block.Picture(Figure figure) -> Stream.of(figure);
            case Block.Numbers(Figure.Table table) -> Stream.<Figure>of(table);
            default -> Stream.of();
        });
    }
}
