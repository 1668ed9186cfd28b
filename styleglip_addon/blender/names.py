"""Names of everything a result leaves on a mesh. What carries these names is replaced by the next result.

An artist who wants to keep a shape key or group from being replaced renames it.
"""

from __future__ import annotations

import hashlib

from ..engine.vocabulary.channels import Channel

COLOR_ATTRIBUTE = "StyleGLIP Color"
"""FLOAT_COLOR on POINT: the colours of the whole result, scene-linear."""

BASE_COLOR_ATTRIBUTE = "StyleGLIP Base Color"
"""FLOAT_COLOR on POINT: the colours before the result, scene-linear; what a part's colour is mixed with."""

MATERIAL_INDEX_ATTRIBUTE = "StyleGLIP Material Index"
"""INT on FACE: the material slot each face had before the result's material was assigned."""

JOINED_ATTRIBUTE = "StyleGLIP Joined Object"
"""INT on FACE: which of the objects that were joined a face belonged to, from 1; it outlives results."""

JOINED_PROPERTY = "styleglip_joined"
"""Custom property of the mesh: the names of those objects, as JSON: a list of names, nearest first, per object."""

RECORD_PROPERTY = "styleglip"
"""Custom property of the mesh: how the result was made and what the mesh was like before, as JSON."""

STATE_PROPERTY = "styleglip_state"
"""Custom property of the mesh: the data-block that holds what its result was made with, see `packed_states`."""

HISTORY_PROPERTY = "styleglip_history"
"""Custom property of the mesh: its earlier results, a data-block each by the id of its record, see `history`."""

ENTRY_PROPERTY, PICTURE_PROPERTY = "styleglip_entry", "styleglip_picture"
"""Custom properties of these data-blocks: what is told of the result, as JSON, and how it looks."""

MIX_PROPERTY = "styleglip_mix"
"""Custom property of the mesh: how much of each part's colour is shown, as JSON."""

ROUGHNESS_PROPERTY = "styleglip_roughness"
"""Custom property of the mesh: how much smoother or rougher each part is than it came, as JSON."""

MUTED_PROPERTY = "styleglip_muted"
"""Custom property of the mesh: the parts that show nothing for now, as JSON."""

DENSE_PROPERTY = "styleglip_dense"
"""Custom property of a dense copy: a word that its original has in the property below."""

HIDDEN_PROPERTY = "styleglip_hidden"
"""Custom property of an object that is hidden because of its dense copy: what to put back, as JSON."""

UV_MAP = "StyleGLIP UV"
"""UV map made for textures where the artist's own cannot carry them."""

CHANNEL_NODE_PREFIX = "StyleGLIP "
"""How the names of nodes begin that come and go with a channel."""

PART_PREFIX = "StyleGLIP: "
PART_COLOR_PREFIX = "StyleGLIP Color: "
PART_MATERIAL_PREFIX = "StyleGLIP Material: "
MATERIAL_PREFIX = "StyleGLIP: "
BAKED_MATERIAL_PREFIX = "StyleGLIP (baked): "

_MAX_BYTES = 63
"""Blender keeps 63 bytes of UTF-8 of the name of a shape key, vertex group or data-block."""


def part_data_name(part: str) -> str:
    """The name of the shape key and of the vertex group of a part, e.g. "StyleGLIP: base"."""
    return fitted_name(PART_PREFIX + part)


def part_color_name(part: str) -> str:
    """The name of the colour attribute of a part: RGB its style's colour, alpha its weight times strength."""
    return fitted_name(PART_COLOR_PREFIX + part)


def shown_attribute(channel: Channel) -> str:
    """The attribute of what the whole result shows in a channel: FLOAT_COLOR or FLOAT on POINT.

    Absent where its fields do not have the channel.
    """
    return f"StyleGLIP {channel.attribute}"


def part_channel_prefix(channel: Channel) -> str:
    """How the names of the parts' own attributes of a channel begin."""
    return f"StyleGLIP {channel.attribute}: "


def part_channel_name(channel: Channel, part: str) -> str:
    """The attribute of a part's own values in a channel of its material: FLOAT on POINT."""
    return fitted_name(part_channel_prefix(channel) + part)


def part_material_name(part: str) -> str:
    """The attribute that version 0.1 kept a part's roughness and metallic in: FLOAT2 on POINT."""
    return fitted_name(PART_MATERIAL_PREFIX + part)


def is_part_data_name(name: str) -> bool:
    """Whether a shape key or vertex group of this name belongs to a result."""
    return name.startswith(PART_PREFIX)


def is_color_name(name: str) -> bool:
    """Whether a colour attribute of this name belongs to a result."""
    return name in (COLOR_ATTRIBUTE, BASE_COLOR_ATTRIBUTE) or name.startswith(PART_COLOR_PREFIX)


def fitted_name(name: str) -> str:
    """`name` if Blender keeps all of it, else its start and a short checksum, so that long names stay distinct."""
    encoded = name.encode()
    if len(encoded) <= _MAX_BYTES:
        return name
    checksum = "~" + hashlib.sha256(encoded).hexdigest()[:8]
    return encoded[: _MAX_BYTES - len(checksum)].decode(errors="ignore") + checksum
