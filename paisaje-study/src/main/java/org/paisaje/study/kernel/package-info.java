/** What the kernel of a network says about training it on data: numbers and figures for one setting. */
@NullMarked
package org.paisaje.study.kernel;

import org.jspecify.annotations.NullMarked;
