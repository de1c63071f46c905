package org.paisaje.claims.run;

import java.util.List;
import java.util.Optional;
import org.paisaje.claims.Claim;
import org.paisaje.claims.Expectation;
import org.paisaje.study.Ending;
import org.paisaje.study.Result;
import org.paisaje.study.Session;
import org.paisaje.study.Study;
import org.paisaje.study.Words;

/** Checks claims. What has finished is kept replicate by replicate, so that a second start goes on where one was stopped. */
public final class CheckStudy implements Study<CheckSetting> {
    @Override
    public String name() {
        return "check";
    }

    @Override
    public long seed(CheckSetting setting) {
        return setting.seed();
    }

    @Override
    public Result run(CheckSetting setting, Session session) {
        var options = new RunnerOptions(setting.size(), setting.seed(), session.threads(), setting.store(),
                setting.fresh(), setting.changes());
        List<ClaimResult> results = new Runner(options).run(setting.claims(), new RunListener() {
            @Override
            public void replicate(Claim claim, int done, int total) {
                session.listener().progress((double) done / Math.max(1, total), claim.id());
            }

            @Override
            public void finished(ClaimResult result) {
                session.listener().part(ClaimSection.of(result));
            }
        });
        Result.Builder builder = Result.of(name(), title(setting))
                .ended(ending(results, setting.claims().size()))
                .headline(summary(results, setting.claims().size()))
                .setting(setting.describe())
                .measured("checked", results.size())
                .measured("asked", setting.claims().size())
                .measured("unexpected", results.stream().filter(result -> !result.asExpected()).count());
        for (Expectation kind : Expectation.values()) {
            builder.measured(kind.word(), count(results, kind));
        }
        results.forEach(result -> builder.section(ClaimSection.of(result)));
        return builder.build();
    }

    private static String title(CheckSetting setting) {
        List<Claim> claims = setting.claims();
        if (claims.size() == 1) {
            return claims.getFirst().statement().title();
        }
        List<String> documents = claims.stream().map(claim -> claim.source().document()).distinct().toList();
        return documents.size() == 1 ? "Document " + documents.getFirst() + ", claim by claim" : "Claims, checked";
    }

    private static Ending ending(List<ClaimResult> results, int asked) {
        if (results.size() < asked) {
            return Ending.interrupted("stopped after " + results.size() + " of " + Words.count(asked, "claim")
                    + "; the same command goes on from the finished replicates");
        }
        Optional<String> failure = results.stream()
                .filter(ClaimResult::ownSetting)
                .flatMap(result -> result.failure().stream())
                .findFirst();
        if (failure.isPresent()) {
            return new Ending(Ending.Kind.FAILED, "the setting could not be measured, " + failure.get(), "");
        }
        long unexpected = results.stream().filter(result -> !result.asExpected()).count();
        return unexpected == 0
                ? Ending.done("all claims were checked")
                : new Ending(Ending.Kind.UNEXPECTED, Words.count(unexpected, "claim") + " came out other than expected",
                        "");
    }

    /** What came out, in a sentence or two. */
    static String summary(List<ClaimResult> results, int asked) {
        if (results.size() < asked) {
            return "NOT COMPLETE: " + results.size() + " of " + asked
                    + " claims were checked before the run was stopped"
                    + (results.isEmpty() ? "." : ": " + counts(results) + ".");
        }
        long unexpected = results.stream().filter(result -> !result.asExpected()).count();
        boolean own = results.stream().anyMatch(ClaimResult::ownSetting);
        String first = results.size() == 1
                ? "One claim was checked and is " + results.getFirst().judgement().verdict().kind().word() + "."
                : results.size() + " claims were checked: " + counts(results) + ".";
        if (own) {
            return first + " The setting was changed, so nothing particular was expected.";
        }
        return first + (unexpected == 0
                ? results.size() == 1 ? " That is as expected." : " All came out as expected."
                : " " + unexpected + (unexpected == 1 ? " is" : " are") + " not as expected.");
    }

    private static String counts(List<ClaimResult> results) {
        String text = count(results, Expectation.SUPPORTED) + " supported, " + count(results, Expectation.REFUTED)
                + " refuted";
        for (Expectation kind : List.of(Expectation.INCONCLUSIVE, Expectation.NOT_APPLICABLE)) {
            long count = count(results, kind);
            text += count == 0 ? "" : ", " + count + " " + kind.word();
        }
        return text;
    }

    private static long count(List<ClaimResult> results, Expectation kind) {
        return results.stream().filter(result -> result.judgement().verdict().kind() == kind).count();
    }
}
