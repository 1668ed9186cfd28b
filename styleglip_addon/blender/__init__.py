"""The only code that reads or writes Blender data: mesh export, write-back, existing colours, materials, pictures.

Work flow: `mesh_export.export_object` -> engine -> `write_back.deliver_result`; `write_back.remove_result` undoes it.
"""
