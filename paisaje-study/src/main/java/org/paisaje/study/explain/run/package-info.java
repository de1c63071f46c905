/** Explains a run that somebody else made, from its checkpoints and its log; nothing is trained. */
@NullMarked
package org.paisaje.study.explain.run;

import org.jspecify.annotations.NullMarked;
