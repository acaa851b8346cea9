-- Progressing until it has ended, then as it ended; what was found damaged later is told.
local phase = obj.status and obj.status.phase
local message = obj.status and obj.status.message or phase or ""
for _, condition in ipairs(obj.status and obj.status.conditions or {}) do
  if condition.type == "Restorable" and condition.status == "False" then
    return { status = "Degraded", message = condition.message }
  end
end
if phase == "Succeeded" then
  return { status = "Healthy", message = message }
elseif phase == "Degraded" or phase == "Failed" or phase == "Missed" then
  return { status = "Degraded", message = message }
elseif phase == "Cancelled" then
  return { status = "Suspended", message = message }
end
return { status = "Progressing", message = message }
