/** The folder of a run: what is in it, who may write there, and what a second start goes on from. */
@NullMarked
package org.paisaje.study.folder;

import org.jspecify.annotations.NullMarked;
