package org.paisaje.study.explain.attempt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.paisaje.data.RowOrder;
import org.paisaje.data.Standardization;
import org.paisaje.data.Whitening;

/**
 * What became of the data of a setup on the way to the network.
 *
 * @param inputs how the inputs were standardised, if they were
 * @param whitening how the inputs were made uncorrelated after that, if they were
 * @param targets how the targets were, if they were
 * @param balanced whether rows of rarer classes were repeated
 * @param periods up to how many periods of sines and cosines of the inputs were added to them; 0 for none
 * @param outliersLeftOut whether rows with values that lie apart were left out
 * @param codes the columns of codes in whose place one column for each code was put, by name or number from 1
 * @param logs the columns whose logarithm was put in their place, by name or number from 1
 * @param logTargets whether the logarithm of the targets was put in their place
 * @param dropped the columns that were left out as a remedy, by name
 * @param task {@code classification} or {@code regression} where the targets were read as that instead; else empty
 * @param rows what is known of their order
 * @param made what was made of columns that are no sizes
 */
public record Preparation(Optional<Standardization> inputs, Optional<Whitening> whitening,
        Optional<Standardization> targets, boolean balanced,
        int periods, boolean outliersLeftOut, List<String> codes, List<String> logs, boolean logTargets,
        List<String> dropped, String task, Rows rows, Made made) {
    /**
     * What is known of the order of the rows, and what was made of it.
     *
     * @param order where they stood in their files, if that is known
     * @param added what was added to the inputs as a remedy and no option adds
     * @param last the share of the rows, the last ones, that became the test rows as a remedy; 0 if none did
     */
    public record Rows(Optional<RowOrder> order, List<String> added, double last) {
        /** Of an order that is not known. */
        public static final Rows NONE = new Rows(Optional.empty(), List.of(), 0);

        /** Copies the list. */
        public Rows {
            added = List.copyOf(added);
        }

        /** Where nothing was made of it. */
        public static Rows of(Optional<RowOrder> order) {
            return new Rows(order, List.of(), 0);
        }

        /** With an input more. */
        Rows adding(String input) {
            List<String> more = new ArrayList<>(added);
            more.add(input);
            return new Rows(order, more, last);
        }

        /** In another order. */
        Rows in(Optional<RowOrder> other) {
            return new Rows(other, added, last);
        }
    }

    /**
     * What was made of columns that are no sizes, by name or number from 1.
     *
     * @param missing what stands for missing values, as {@code COLUMN=VALUE}
     * @param treated what is done with missing values, by its name; empty where they are refused
     * @param dates the times of which times of the day, the week and the year were made
     * @param cyclic the columns that go round with their periods, as {@code COLUMN=PERIOD}
     */
    public record Made(List<String> missing, String treated, List<String> dates, List<String> cyclic) {
        /** Nothing. */
        public static final Made NONE = new Made(List.of(), "", List.of(), List.of());

        /** Copies the lists. */
        public Made {
            missing = List.copyOf(missing);
            dates = List.copyOf(dates);
            cyclic = List.copyOf(cyclic);
        }

        /** With missing values filled. */
        Made filling(List<String> values, String how) {
            return new Made(values, how, dates, cyclic);
        }

        /** With columns that go round. */
        Made turning(List<String> times, List<String> periods) {
            return new Made(missing, treated, times, periods);
        }
    }

    /** Data as they were read. */
    public static final Preparation NONE = new Preparation(Optional.empty(), Optional.empty(), Optional.empty(), false,
            0, false,
            List.of(), List.of(), false, List.of(), "", Rows.NONE, Made.NONE);

    /** Copies the lists. */
    public Preparation {
        codes = List.copyOf(codes);
        logs = List.copyOf(logs);
        dropped = List.copyOf(dropped);
    }

    /** Whether rows and columns are those of the file, but for scales and for what was made of single columns. */
    public boolean asRead() {
        return periods == 0 && codes.isEmpty() && logs.isEmpty() && whitening.isEmpty() && rows.added().isEmpty()
                && !balanced && !outliersLeftOut;
    }

    /** Whether what is left of the error means the same: the same rows and columns, and targets of the same kind. */
    public boolean sameTargets(Preparation other) {
        return outliersLeftOut == other.outliersLeftOut && dropped.equals(other.dropped)
                && logTargets == other.logTargets && task.equals(other.task)
                && rows.added().equals(other.rows.added()) && rows.last() == other.rows.last();
    }

    /** With inputs that are standardised, again if they were. */
    Preparation standardizing(Standardization map) {
        Standardization both = inputs.filter(one -> one.columns() == map.columns()).map(map::after).orElse(map);
        return new Preparation(Optional.of(both), whitening, targets, balanced, periods,
                outliersLeftOut, codes, logs, logTargets, dropped, task, rows, made);
    }

    /** With inputs that are uncorrelated. */
    Preparation whitening(Whitening map) {
        return new Preparation(inputs, Optional.of(map), targets, balanced, periods, outliersLeftOut, codes, logs,
                logTargets, dropped, task, rows, made);
    }

    /** With targets that are standardised, again if they were. */
    Preparation standardizingTargets(Standardization map) {
        return new Preparation(inputs, whitening, Optional.of(targets.map(map::after).orElse(map)), balanced, periods,
                outliersLeftOut, codes, logs, logTargets, dropped, task, rows, made);
    }

    /** With rows of rarer classes repeated. */
    Preparation balancing() {
        return new Preparation(inputs, whitening, targets, true, periods, outliersLeftOut, codes, logs, logTargets,
                dropped, task, rows.in(Optional.empty()), made);
    }

    /** With another order of the rows, or with what was made of it. */
    Preparation with(Rows other) {
        return new Preparation(inputs, whitening, targets, balanced, periods, outliersLeftOut, codes, logs, logTargets,
                dropped,
                task, other, made);
    }

    /** With inputs that are as they are, standardised by no map or by another. */
    Preparation over(Optional<Standardization> map) {
        return new Preparation(map, whitening, targets, balanced, periods, outliersLeftOut, codes, logs, logTargets,
                dropped,
                task, rows, made);
    }

    /** With so many periods. */
    Preparation waving(int most) {
        return new Preparation(inputs, whitening, targets, balanced, most, outliersLeftOut, codes, logs, logTargets,
                dropped,
                task, rows, made);
    }

    /** Without what lies apart. */
    Preparation trimming() {
        return new Preparation(inputs, whitening, targets, balanced, periods, true, codes, logs, logTargets, dropped,
                task, rows.in(Optional.empty()), made);
    }

    /** With columns for codes, in numbers that are not standardised yet. */
    Preparation coding(List<String> columns) {
        return new Preparation(Optional.empty(), whitening, targets, balanced, periods, outliersLeftOut, columns, logs,
                logTargets, dropped, task, rows, made);
    }

    /** With logarithms of inputs, which are not standardised yet. */
    Preparation taking(List<String> columns) {
        return new Preparation(Optional.empty(), whitening, targets, balanced, periods, outliersLeftOut, codes, columns,
                logTargets, dropped, task, rows, made);
    }

    /** With logarithms of the targets, which are not standardised yet. */
    Preparation takingTargets() {
        return new Preparation(inputs, whitening, Optional.empty(), balanced, periods, outliersLeftOut, codes, logs,
                true,
                dropped, task, rows, made);
    }

    /** With targets that are read as another task. */
    Preparation reading(String other) {
        return new Preparation(inputs, whitening, Optional.empty(), balanced, periods, outliersLeftOut, codes, logs,
                false,
                dropped, other, rows, made);
    }

    /** With something else made of columns, in numbers that are not standardised yet. */
    Preparation making(Made other) {
        return new Preparation(Optional.empty(), whitening, targets, balanced, periods, outliersLeftOut, codes, logs,
                logTargets, dropped, task, rows, other);
    }

    /** Without a column more, in numbers that are not standardised yet. */
    Preparation without(String column) {
        List<String> more = new ArrayList<>(dropped);
        more.add(column);
        return new Preparation(Optional.empty(), whitening, targets, balanced, periods, outliersLeftOut, codes, logs,
                logTargets,
                more, task, rows, made);
    }
}
