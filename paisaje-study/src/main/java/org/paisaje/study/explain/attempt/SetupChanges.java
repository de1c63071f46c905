package org.paisaje.study.explain.attempt;

import java.util.LinkedHashMap;
import java.util.Map;
import org.paisaje.study.Words;

/** What differs between two setups, as options of the command line. */
final class SetupChanges {
    private SetupChanges() {}

    /** The options that make one setup out of the one before it; see {@link Setup#changesFrom}. */
    static Map<String, String> of(Setup after, Setup before) {
        var result = new LinkedHashMap<String, String>();
        if (after.prepared().rows().last() != before.prepared().rows().last()) {
            result.put("--split", "last:" + Words.rate(after.prepared().rows().last()));
        }
        if (after.prepared().inputs().isPresent() && !before.standardized()) {
            result.put("--standardize", "");
        }
        if (after.whitened() && !before.whitened()) {
            result.put("--whiten", after.prepared().whitening().orElseThrow().directions());
        }
        if (after.targetsStandardized() && !before.targetsStandardized()) {
            result.put("--standardize-target", "");
        }
        if (after.prepared().dropped().size() > before.prepared().dropped().size()) {
            result.put("--drop", after.prepared().dropped().getLast());
        }
        if (!after.prepared().logs().equals(before.prepared().logs())) {
            result.put("--input-log", String.join(",", after.prepared().logs()));
        }
        if (after.prepared().logTargets() && !before.prepared().logTargets()) {
            result.put("--target-log", "");
        }
        if (!after.prepared().made().missing().equals(before.prepared().made().missing())) {
            result.put("--missing-value", String.join(",", after.prepared().made().missing()));
            result.put("--missing", after.prepared().made().treated());
        }
        if (!after.prepared().made().dates().equals(before.prepared().made().dates())) {
            result.put("--date", String.join(",", after.prepared().made().dates()));
        }
        if (!after.prepared().made().cyclic().equals(before.prepared().made().cyclic())) {
            result.put("--cyclic", String.join(",", after.prepared().made().cyclic()));
        }
        if (!after.prepared().task().equals(before.prepared().task())) {
            result.put("--task", after.prepared().task());
            result.put("---standardize-target", "");
            result.put("---target-log", "");
        }
        if (after.balancedClasses() && !before.balancedClasses()) {
            result.put("--balance", "");
        }
        if (after.outliersLeftOut() && !before.outliersLeftOut()) {
            result.put("--drop-outliers", "");
        }
        if (!after.codes().equals(before.codes())) {
            result.put("--one-hot", String.join(",", after.codes()));
        }
        if (after.periods() != before.periods()) {
            result.put("--periodic", String.valueOf(after.periods()));
        }
        if (!after.network().text().equals(before.network().text())) {
            result.put("--net", after.network().text());
        }
        if (!after.loss().same(before.loss())) {
            result.put("--loss", after.loss().name());
        }
        if (before.given() && !after.given()) {
            result.put("---weights", "");
        }
        if (!after.initializer().equals(before.initializer())) {
            result.put(after.initializer().isEmpty() ? "---init" : "--init", after.initializer());
        }
        if (!after.optimizer().equals(before.optimizer())) {
            result.put("--optimizer", after.optimizer());
        }
        if (!after.pace().schedule().equals(before.pace().schedule())) {
            result.put(after.pace().constant() ? "---schedule" : "--schedule",
                    after.pace().constant() ? "" : after.pace().schedule().text());
        }
        if (after.pace().clip() != before.pace().clip()) {
            result.put(after.pace().clips() ? "--clip" : "---clip",
                    after.pace().clips() ? Words.rate(after.pace().clip()) : "");
        }
        if (after.batch() != before.batch()) {
            result.put("--batch", String.valueOf(after.batch()));
        }
        if (after.steps() != before.steps() || after.batch() != before.batch()
                || after.train().size() != before.train().size()) {
            result.put("---epochs", "");
            result.put("--steps", String.valueOf(after.steps()));
        }
        return result;
    }
}
