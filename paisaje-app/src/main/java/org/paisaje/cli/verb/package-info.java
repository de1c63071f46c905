/** One class for each verb, its options and the study it runs, and what all verbs do around a study. */
@NullMarked
package org.paisaje.cli.verb;

import org.jspecify.annotations.NullMarked;
